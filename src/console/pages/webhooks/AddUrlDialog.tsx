import { useState } from 'react';
import { Form } from 'react-aria-components';
import { ALL_EVENTS } from '../../../domain/events/event-types';
import type { Session } from '../../calls/session';
import { useDryRun, useUrlChange, type EventTypeSummary } from '../../calls/webhooks';
import { DialogActions } from '../../parts/DialogActions';
import { ModalDialog } from '../../parts/ModalDialog';
import type { ChosenTypes } from './chosen-types';
import { TypePicker } from './TypePicker';
import { UrlField } from '../../parts/UrlField';

interface Props {
  readonly session: Session;
  readonly types: readonly EventTypeSummary[];
  readonly onClose: () => void;
}

/** Adds a notification URL, for every type unless somebody picks some. */
export function AddUrlDialog({ session, types, onClose }: Props) {
  const [uri, setUri] = useState('');
  const [chosen, setChosen] = useState<ChosenTypes>({ names: new Set([ALL_EVENTS]) });
  const judged = useDryRun(session);
  const saved = useUrlChange(session);
  const body = { uri: uri.trim(), event_types: [...chosen.names] };
  const fault = saved.error?.message ?? judged.error?.message;
  const change = <Value,>(set: (value: Value) => void, value: Value) => {
    judged.reset();
    saved.reset();
    set(value);
  };
  return (
    <ModalDialog title="Add notification URL" onClose={onClose}>
      <Form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (saved.isPending || body.uri === '') return;
          saved.mutate({ method: 'POST', body }, { onSuccess: onClose });
        }}
      >
        <UrlField
          label="Notification URL"
          value={uri}
          onChange={(value) => change(setUri, value)}
          onLeave={() => body.uri !== '' && judged.mutate({ method: 'POST', body })}
          fault={fault}
          normalForm={judged.data?.uri}
        />
        <TypePicker types={types} chosen={chosen} onChange={(value) => change(setChosen, value)} />
        <DialogActions
          save="Save"
          isSaving={saved.isPending}
          reason={chosen.names.size === 0 ? 'Pick at least one type.' : undefined}
          onCancel={onClose}
        />
      </Form>
    </ModalDialog>
  );
}
