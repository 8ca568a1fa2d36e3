import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
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
  return (
    <ModalOverlay className="overlay centred" isOpen onOpenChange={(isOpen) => !isOpen && stay()}>
      <Modal className="confirm">
        <Dialog role="alertdialog">
          <Heading slot="title" level={2}>
            Leave without saving?
          </Heading>
          <p>
            Not saved: {fields.join(', ')}. A kept draft waits in this tab until you reload it or sign out.
          </p>
          <div className="confirm-buttons">
            <Button
              className="button plain"
              onPress={() => {
                stay();
                onDiscard();
                leave();
              }}
            >
              Discard and leave
            </Button>
            <Button
              className="button plain"
              onPress={() => {
                stay();
                leave();
              }}
            >
              Keep draft and leave
            </Button>
            <Button className="button solid" onPress={stay}>
              Stay
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
