import { ConfirmDialog } from './ConfirmDialog';

/** What became of a delivery's retry, by what the API says that it did. */
export const RETRY_WORDS = {
  retrying_now: 'The wait is over: the next attempt is made now.',
  already_due: 'The next attempt is under way, or about to be.',
  new_run: 'A new run has begun.',
} as const;

interface Props {
  /** Of what is asked about; `undefined` while nothing is. */
  readonly deliveryId: string | undefined;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

/** Asks before something is sent again that was delivered. */
export function SendAgainDialog({ deliveryId, onClose, onConfirm }: Props) {
  return (
    <ConfirmDialog
      title="Send it again?"
      confirm="Send again"
      isOpen={deliveryId !== undefined}
      onClose={onClose}
      onConfirm={onConfirm}
    >
      <p>
        It was delivered. Its receiver will get it again, with the same Webhook-Id <code>{deliveryId}</code>.
      </p>
    </ConfirmDialog>
  );
}
