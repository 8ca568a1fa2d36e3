import { useState } from 'react';
import type { DeliveryInFull, ShownAttempt } from '../../calls/delivery-in-full';
import { CopyButton } from '../../parts/CopyButton';
import { HeaderTable } from '../../parts/HeaderTable';
import { Switch } from '../../parts/Switch';
import { TextBlock } from '../../parts/TextBlock';
import { visibleText } from '../../parts/visible-text';
import { numberText } from '../../parts/number-text';

interface Props {
  readonly delivery: DeliveryInFull;
  readonly attempt: ShownAttempt;
}

const VIEWS = { raw: 'Raw', pretty: 'Pretty' };

/** Exactly what was sent. */
export function RequestView({ delivery, attempt }: Props) {
  const [view, setView] = useState<keyof typeof VIEWS>('raw');
  const isPretty = view === 'pretty';
  const { uri, body, note } = delivery;
  if (Object.keys(attempt.request_headers).length === 0) {
    return <p className="empty">Nothing was sent.</p>;
  }
  const bytes = new TextEncoder().encode(body).length;
  return (
    <>
      <p className="request-line">
        <strong>POST</strong> <span className="url">{visibleText(uri)}</span>
      </p>
      <HeaderTable headers={{ ...attempt.request_headers, 'Content-Length': String(bytes) }} />
      <div className="body-head">
        <h3>Body</h3>
        <span className="fine">{numberText(bytes)} bytes</span>
        <Switch label="Body" choices={VIEWS} chosen={view} onChoose={setView} />
        <CopyButton text={body} what="the body" />
      </div>
      <TextBlock text={isPretty ? pretty(body) : body} label="Body" />
      <p className="fine">
        {isPretty ? 'Only the raw text is what was signed and sent.' : 'These bytes were signed and sent.'}
        {note !== null && ' Earlier attempts may have had another URL and body: see the note.'}
      </p>
    </>
  );
}

/** A template may have made something else than JSON. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
