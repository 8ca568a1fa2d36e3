import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

interface Props {
  readonly title: string;
  /** What happens then. */
  readonly children: ReactNode;
  readonly buttons: ReactNode;
  readonly isOpen: boolean;
  readonly isDismissable?: boolean;
  readonly onClose: () => void;
}

/** A question that has to be answered first. The focus goes back to where it was. */
export function AlertDialog({ title, children, buttons, isOpen, isDismissable = false, onClose }: Props) {
  return (
    <ModalOverlay
      className="overlay centred"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={isDismissable}
    >
      <Modal className="confirm">
        <Dialog role="alertdialog">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
          <div className="confirm-buttons">{buttons}</div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
