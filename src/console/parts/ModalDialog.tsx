import type { ReactNode } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useSession } from '../calls/session';
import { Icon } from './Icon';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A dialog over the page. While nobody is signed in it gives way to the sign-in page; whoever shows it keeps what was typed,
 * and it comes back.
 */
export function ModalDialog({ title, onClose, children }: Props) {
  const { data } = useSession();
  return (
    <ModalOverlay
      className="overlay centred"
      isOpen={typeof data === 'object'}
      onOpenChange={(isOpen) => !isOpen && onClose()}
    >
      <Modal className="dialog">
        <Dialog>
          <header>
            <Heading slot="title">{title}</Heading>
            <Button className="button quiet" aria-label="Close" onPress={onClose}>
              <Icon name="cross" />
            </Button>
          </header>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
