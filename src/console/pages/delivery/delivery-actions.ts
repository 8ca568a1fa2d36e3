import type { DeliveryInFull } from '../../calls/delivery';
import type { Session } from '../../calls/session';

type Asked = 'retry' | 'cancel' | 'sendAgain';

/** Why each of what one may ask of a delivery is forbidden now; `undefined` for what is allowed. */
export function forbiddenReasons(
  { status, next_attempt_at: nextAt }: Pick<DeliveryInFull, 'status' | 'next_attempt_at'>,
  { role }: Pick<Session, 'role'>,
): Readonly<Record<Asked, string | undefined>> {
  if (role !== 'admin') {
    const reason = `The key that you signed in with has the role ${role}. It takes the role admin.`;
    return { retry: reason, cancel: reason, sendAgain: reason };
  }
  const isPending = status === 'pending';
  const ended = `It has ended: ${status}.`;
  const sending = 'An attempt is under way, or about to be.';
  return {
    retry: isPending ? (nextAt === null ? sending : undefined) : `${ended} Send it again instead.`,
    cancel: isPending ? undefined : ended,
    sendAgain: isPending ? 'It has not ended yet.' : undefined,
  };
}
