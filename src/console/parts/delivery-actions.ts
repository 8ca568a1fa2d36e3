import type { Role } from '../../domain/keys/role';
import { isPollUrl } from '../../domain/poll/channel';
import type { DeliveryInFull } from '../calls/delivery-in-full';
import { notAdminReason } from './not-admin-reason';

type Asked = 'retry' | 'cancel' | 'sendAgain';

/** Why each of what one may ask of a delivery is forbidden now; `undefined` for what is allowed. */
export function forbiddenReasons(
  { status, next_attempt_at: nextAt, uri }: Pick<DeliveryInFull, 'status' | 'next_attempt_at' | 'uri'>,
  { role }: { readonly role: Role },
): Readonly<Record<Asked, string | undefined>> {
  const reason = notAdminReason({ role });
  if (reason !== undefined) return { retry: reason, cancel: reason, sendAgain: reason };
  const isPending = status === 'pending';
  const ended = `It has ended: ${status}.`;
  const sending = isPollUrl(uri)
    ? 'It waits in its channel for a client that fetches it.'
    : 'An attempt is under way, or about to be.';
  return {
    retry: isPending ? (nextAt === null ? sending : undefined) : `${ended} Send it again instead.`,
    cancel: isPending ? undefined : ended,
    sendAgain: isPending ? 'It has not ended yet.' : undefined,
  };
}
