import { useState } from 'react';
import type { TemplatePreview } from '../../calls/triggers';
import { Chip } from '../../parts/Chip';
import { FailureNote, Note } from '../../parts/Note';
import { numberText } from '../../parts/number-text';
import { Panel } from '../../parts/Panel';
import { Switch } from '../../parts/Switch';
import { TextBlock } from '../../parts/TextBlock';
import { visibleText } from '../../parts/visible-text';
import { formatJson } from './format-json';

interface Props {
  readonly preview: TemplatePreview | undefined;
  readonly error: Error | undefined;
  /** Whether the text is no template as it stands. */
  readonly isFaulty: boolean;
  readonly hasTemplate: boolean;
}

const VIEWS = { lines: 'In lines', sent: 'As sent', default: 'Default body' } as const;
type View = keyof typeof VIEWS;

/** The body that would be sent for the sample. */
export function TemplateResult({ preview, error, isFaulty, hasTemplate }: Props) {
  const [view, setView] = useState<View>('lines');
  return (
    <Panel
      title="Body for the sample"
      aside={<Switch label="How the body shows" choices={VIEWS} chosen={view} onChoose={setView} />}
    >
      {error && <FailureNote error={error} />}
      {isFaulty && <p className="fine">The template has a fault. It cannot be saved like this.</p>}
      {preview && !isFaulty && <Rendered preview={preview} view={view} hasTemplate={hasTemplate} />}
    </Panel>
  );
}

interface RenderedProps {
  readonly preview: TemplatePreview;
  readonly view: View;
  readonly hasTemplate: boolean;
}

function Rendered({ preview, view, hasTemplate }: RenderedProps) {
  const { body, bytes, fallback_reason: fallback, placeholders, default_body: defaultBody } = preview;
  const text = view === 'default' ? defaultBody : (body ?? '');
  const empty = placeholders.filter(({ found }) => found === false);
  return (
    <>
      <p className="body-facts">
        <Chip tone={fallback === null ? 'good' : 'wait'} icon={fallback === null ? 'check' : 'alert'}>
          {!hasTemplate ? 'Default body' : fallback === null ? 'Rendered' : 'Falls back'}
        </Chip>
        <span className="fine">{numberText(bytes ?? 0)} bytes, exactly what would be signed and sent</span>
      </p>
      {fallback !== null && (
        <Note tone="wait">
          <p>The default body is sent instead: {visibleText(fallback)}</p>
        </Note>
      )}
      {empty.length > 0 && (
        <p className="empty-names" role="status">
          Empty in this event:{' '}
          {empty.map(({ pointer, path }) => (
            <code key={`${pointer} ${path}`}>{visibleText(path)}</code>
          ))}
        </p>
      )}
      <TextBlock label="Body" text={view === 'sent' ? text : inLines(text)} />
    </>
  );
}

function inLines(body: string): string {
  return body === '' ? '' : formatJson(JSON.parse(body));
}
