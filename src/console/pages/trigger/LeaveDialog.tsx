import { Button } from 'react-aria-components';
import { AlertDialog } from '../../parts/AlertDialog';
import type { Leaving } from '../../parts/leave-guard';

interface Props {
  readonly leaving: Leaving | undefined;
  /** What is not saved. */
  readonly fields: readonly string[];
  readonly onDiscard: () => void;
}

/** Asks before a page with unsaved changes is left. */
export function LeaveDialog({ leaving, fields, onDiscard }: Props) {
  if (!leaving) return null;
  const { leave, stay } = leaving;
  const go = () => {
    stay();
    leave();
  };
  return (
    <AlertDialog
      title="Leave without saving?"
      isOpen
      onClose={stay}
      buttons={
        <>
          <Button
            className="button plain"
            onPress={() => {
              onDiscard();
              go();
            }}
          >
            Discard and leave
          </Button>
          <Button className="button plain" onPress={go}>
            Keep draft and leave
          </Button>
          <Button className="button solid" onPress={stay}>
            Stay
          </Button>
        </>
      }
    >
      <p>Not saved: {fields.join(', ')}. A kept draft waits in this tab until you reload it or sign out.</p>
    </AlertDialog>
  );
}
