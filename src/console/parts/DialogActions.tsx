import { Button } from 'react-aria-components';

interface Props {
  readonly save: string;
  readonly isSaving: boolean;
  /** What the button says meanwhile. */
  readonly saving?: string;
  readonly isDangerous?: boolean;
  /** Why it cannot be saved as it is. */
  readonly reason?: string | undefined;
  /** What the other button says, where "Cancel" would be ambiguous. */
  readonly dismiss?: string;
  readonly onCancel: () => void;
}

/** The end of a dialog's form. What cannot be saved says why. */
export function DialogActions(props: Props) {
  const { save, isSaving, isDangerous = false, reason, dismiss = 'Cancel', onCancel } = props;
  const { saving = 'Saving …' } = props;
  return (
    <div className="dialog-actions">
      <span className="fine" role="status">
        {reason}
      </span>
      <Button className="button plain" onPress={onCancel}>
        {dismiss}
      </Button>
      <Button
        type="submit"
        className={`button ${isDangerous ? 'danger' : 'solid'} ${isSaving ? 'busy' : ''}`}
        isDisabled={reason !== undefined}
      >
        {isSaving ? saving : save}
      </Button>
    </div>
  );
}
