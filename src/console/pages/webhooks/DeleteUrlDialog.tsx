import { useState } from 'react';
import { Form, Input, Label, TextField } from 'react-aria-components';
import type { Session } from '../../calls/session';
import { useUrlChange, type UrlSummary } from '../../calls/webhooks';
import { DialogActions } from '../../parts/DialogActions';
import { ModalDialog } from '../../parts/ModalDialog';
import { FailureNote } from '../../parts/Note';
import { visibleText } from '../../parts/visible-text';
import { hostOf } from './url-words';

interface Props {
  readonly session: Session;
  readonly url: UrlSummary;
  readonly onClose: () => void;
}

/** Deletes a URL with its triggers. One that has just received something has to be named. */
export function DeleteUrlDialog({ session, url, onClose }: Props) {
  const [typed, setTyped] = useState('');
  const saved = useUrlChange(session);
  const host = hostOf(url.uri);
  const { delivered } = url.last_24h;
  const isNamed = delivered === 0 || typed.trim() === host;
  const extras = url.triggers.filter((each) => each.filter ?? each.payload_template).length;
  const count = url.triggers.length;
  return (
    <ModalDialog title="Delete notification URL" onClose={onClose}>
      <Form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (saved.isPending || !isNamed) return;
          saved.mutate({ method: 'DELETE', body: { uri: url.uri } }, { onSuccess: onClose });
        }}
      >
        <p className="url">{visibleText(url.uri)}</p>
        {saved.error && <FailureNote error={saved.error} />}
        <p>
          Deletes {count === 1 ? 'its trigger' : `its ${count} triggers`}
          {extras > 0 &&
            `, of which ${extras} ${extras === 1 ? 'has' : 'have'} a filter or a payload template`}
          . Deliveries in progress go on.
        </p>
        {delivered > 0 && (
          <TextField
            className="text-field"
            value={typed}
            onChange={setTyped}
            autoComplete="off"
            spellCheck="false"
          >
            <Label>
              It received {delivered} {delivered === 1 ? 'notification' : 'notifications'} in the last 24
              hours. Type <code>{visibleText(host)}</code> to delete it
            </Label>
            <Input autoCapitalize="off" />
          </TextField>
        )}
        <DialogActions
          save="Delete"
          isDangerous
          isSaving={saved.isPending}
          reason={isNamed ? undefined : 'The host is not typed yet.'}
          onCancel={onClose}
        />
      </Form>
    </ModalDialog>
  );
}
