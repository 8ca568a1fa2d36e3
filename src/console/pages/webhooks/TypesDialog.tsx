import { useEffect, useState } from 'react';
import { Button, Form } from 'react-aria-components';
import type { Session } from '../../calls/session';
import { useDryRun, useUrlChange, type EventTypeSummary, type UrlSummary } from '../../calls/webhooks';
import { Command } from '../../parts/Command';
import { triggerCommand } from '../../parts/api-command';
import { DialogActions } from '../../parts/DialogActions';
import { ModalDialog } from '../../parts/ModalDialog';
import { FailureNote, Note } from '../../parts/Note';
import { visibleText } from '../../parts/visible-text';
import { areSame, type ChosenTypes } from './chosen-types';
import { TypePicker } from './TypePicker';
import { lossWords } from './url-words';

interface Props {
  readonly session: Session;
  readonly types: readonly EventTypeSummary[];
  /** As it was when the dialog was opened. */
  readonly url: UrlSummary;
  readonly onClose: () => void;
  readonly onDelete: () => void;
}

/** Changes the notification types of a URL. What would be lost is said before. */
export function TypesDialog({ session, types, url, onClose, onDelete }: Props) {
  const [had] = useState(() => new Set<string>(url.event_types));
  const [chosen, setChosen] = useState<ChosenTypes>({ names: had });
  const planned = useDryRun(session);
  const saved = useUrlChange(session);
  const body = {
    uri: url.uri,
    event_types: [...chosen.names],
    expected_event_types: [...had],
  };
  const isChanged = !areSame(chosen.names, had);
  const asked = body.event_types.join(' ');
  const { mutate: plan } = planned;
  useEffect(() => {
    const removesSome = [...had].some((name) => !asked.split(' ').includes(name));
    if (asked === '' || !removesSome) return;
    plan({
      method: 'PUT',
      body: { uri: url.uri, event_types: asked.split(' '), expected_event_types: [...had] },
    });
  }, [asked, had, plan, url.uri]);
  const deleted = (planned.data?.changes.deleted ?? []).filter((each) => !chosen.names.has(each.event_type));
  const failure = saved.error ?? planned.error;
  const losses = deleted.flatMap((each) => lossWords(each) ?? []);
  return (
    <ModalDialog title="Notification types" onClose={onClose}>
      <Form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (saved.isPending) return;
          saved.mutate({ method: 'PUT', body }, { onSuccess: onClose });
        }}
      >
        <p className="url">{visibleText(url.uri)}</p>
        {failure && <FailureNote error={failure} />}
        <TypePicker
          types={types}
          chosen={chosen}
          onChange={(next) => {
            saved.reset();
            setChosen(next);
          }}
          additive={new Set(url.triggers.filter((each) => each.additive).map((each) => each.event_type))}
        />
        <AdditiveHelp session={session} url={url} />
        {losses.length > 0 && (
          <Note tone="wait">
            {losses.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </Note>
        )}
        {chosen.names.size === 0 && (
          <Button className="button plain" onPress={onDelete}>
            Delete this URL …
          </Button>
        )}
        <DialogActions
          save={losses.length > 0 ? 'Save and remove' : 'Save'}
          isDangerous={losses.length > 0}
          isSaving={saved.isPending}
          reason={reasonOf(chosen.names, { isChanged, isPlanning: planned.isPending })}
          onCancel={onClose}
        />
      </Form>
    </ModalDialog>
  );
}

function reasonOf(
  names: ReadonlySet<string>,
  { isChanged, isPlanning }: { readonly isChanged: boolean; readonly isPlanning: boolean },
): string | undefined {
  if (names.size === 0) return 'A URL needs at least one type.';
  if (!isChanged) return 'Nothing is changed yet.';
  // Nothing is lost unasked, however fast somebody saves.
  return isPlanning ? 'Looking what would be lost …' : undefined;
}

/** Of what the Console shows and cannot change. */
function AdditiveHelp({ session, url }: Pick<Props, 'session' | 'url'>) {
  const trigger = url.triggers.find(({ additive }) => additive) ?? url.triggers[0];
  if (!trigger) return null;
  return (
    <details className="more">
      <summary>
        Additive triggers: <strong>{url.additive}</strong>
      </summary>
      <p className="fine">
        An additive trigger also fires when a call has its own notification_url. It can’t be set in the
        Console: new types get <code>additive: false</code>. Use the Admin API:
      </p>
      <Command
        text={triggerCommand(session, trigger.id, { additive: !trigger.additive })}
        what={`the command for the trigger of ${trigger.event_type}`}
      />
    </details>
  );
}
