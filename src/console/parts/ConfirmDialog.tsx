import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { AlertDialog } from './AlertDialog';

interface Props {
  readonly title: string;
  /** What happens then. */
  readonly children: ReactNode;
  readonly confirm: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

/** Asks before something is done that cannot be taken back. */
export function ConfirmDialog({ title, children, confirm, isOpen, onClose, onConfirm }: Props) {
  return (
    <AlertDialog
      title={title}
      isOpen={isOpen}
      isDismissable
      onClose={onClose}
      buttons={
        <>
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
        </>
      }
    >
      {children}
    </AlertDialog>
  );
}
