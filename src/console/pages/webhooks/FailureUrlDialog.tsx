import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useFailureUrl } from '../../calls/failure-notifications';
import type { Session } from '../../calls/session';
import { DialogActions } from '../../parts/DialogActions';
import { ModalDialog } from '../../parts/ModalDialog';
import { UrlField } from '../../parts/UrlField';

interface Props {
  readonly session: Session;
  /** `undefined` when none is named yet. */
  readonly before: string | undefined;
  readonly onClose: () => void;
}

/** Names the URL that is told when deliveries to a host fail for good. */
export function FailureUrlDialog({ session, before, onClose }: Props) {
  const [uri, setUri] = useState(before ?? '');
  const saved = useFailureUrl(session);
  const wanted = uri.trim();
  const reason = wanted === (before ?? '') ? 'Nothing is changed yet.' : undefined;
  return (
    <ModalDialog
      title={before === undefined ? 'Name a URL for failure notifications' : 'Change the URL'}
      onClose={onClose}
    >
      <Form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (saved.isPending || wanted === '' || reason !== undefined) return;
          saved.mutate(wanted, { onSuccess: onClose });
        }}
      >
        <UrlField
          label="URL for failure notifications"
          value={uri}
          onChange={(value) => {
            saved.reset();
            setUri(value);
          }}
          onLeave={() => undefined}
          fault={saved.error?.message}
          normalForm={undefined}
        />
        <p className="fine">
          Choose a host that works when your receivers do not. Its notifications are signed like all others.
        </p>
        <DialogActions save="Save" isSaving={saved.isPending} reason={reason} onCancel={onClose} />
      </Form>
    </ModalDialog>
  );
}
