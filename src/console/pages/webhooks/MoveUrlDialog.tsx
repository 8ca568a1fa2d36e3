import { useState } from 'react';
import { Form } from 'react-aria-components';
import type { Session } from '../../calls/session';
import { useDryRun, useUrlChange, type UrlSummary } from '../../calls/webhooks';
import { DialogActions } from '../../parts/DialogActions';
import { ModalDialog } from '../../parts/ModalDialog';
import { UrlField } from '../../parts/UrlField';

interface Props {
  readonly session: Session;
  readonly url: UrlSummary;
  readonly onClose: () => void;
}

/** Gives all triggers of a URL another one. */
export function MoveUrlDialog({ session, url, onClose }: Props) {
  const [uri, setUri] = useState(url.uri);
  const judged = useDryRun(session);
  const saved = useUrlChange(session);
  const body = { uri: url.uri, new_uri: uri.trim() };
  const isChanged = body.new_uri !== url.uri;
  const count = url.triggers.length;
  return (
    <ModalDialog title="Change URL" onClose={onClose}>
      <Form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (saved.isPending) return;
          saved.mutate({ method: 'PUT', body }, { onSuccess: onClose });
        }}
      >
        <UrlField
          label="Notification URL"
          value={uri}
          onChange={(value) => {
            judged.reset();
            saved.reset();
            setUri(value);
          }}
          onLeave={() => isChanged && body.new_uri !== '' && judged.mutate({ method: 'PUT', body })}
          fault={saved.error?.message ?? judged.error?.message}
          normalForm={judged.data?.uri}
        />
        <p className="fine">
          {count === 1 ? 'Its trigger moves' : `Its ${count} triggers move together`}, each with its filter,
          payload template and signing scheme. Deliveries in progress still go to the URL before.
        </p>
        <DialogActions
          save="Save"
          isSaving={saved.isPending}
          reason={isChanged ? undefined : 'Nothing is changed yet.'}
          onCancel={onClose}
        />
      </Form>
    </ModalDialog>
  );
}
