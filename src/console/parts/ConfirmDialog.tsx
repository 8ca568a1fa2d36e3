import type { ReactNode } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

interface Props {
  readonly title: string;
  /** What happens then. */
  readonly children: ReactNode;
  readonly confirm: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

/** Asks before something is done that cannot be taken back. The focus goes back to where it was. */
export function ConfirmDialog({ title, children, confirm, isOpen, onClose, onConfirm }: Props) {
  return (
    <ModalOverlay
      className="overlay centred"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable
    >
      <Modal className="confirm">
        <Dialog role="alertdialog">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
          <div className="confirm-buttons">
            <Button className="button outlined" onPress={onClose}>
              Keep it as it is
            </Button>
            <Button
              className="button solid"
              onPress={() => {
                onConfirm();
                onClose();
              }}
            >
              {confirm}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
