import type { DeliveryErrorCode, DeliveryStatus } from './delivery';

/** A delivery to a host, as far as the host's state goes. Times are ISO text, UTC. */
export interface HostDelivery {
  readonly status: DeliveryStatus;
  readonly lastErrorCode: DeliveryErrorCode | undefined;
  readonly lastHttpStatus: number | undefined;
  readonly createdAt: string;
  /** When its last attempt ended, or anything else became of it. */
  readonly updatedAt: string;
}

/** The reason why a host fails now. */
interface HostFailure {
  /** At the earliest: ISO text, UTC. */
  readonly failingSince: string;
  readonly lastErrorCode: DeliveryErrorCode;
  readonly lastHttpStatus: number | undefined;
}

/** A host whose last attempt failed. */
export interface FailingHost extends HostFailure {
  readonly host: string;
  /** Pending deliveries whose attempt is in progress or about to be. */
  readonly sending: number;
  /** Pending deliveries between attempts. */
  readonly waiting: number;
  /** Deliveries that were created within 24 hours and have failed for good. */
  readonly failed24h: number;
  /** The earliest: ISO text, UTC. */
  readonly nextAttemptAt: string | undefined;
}

type Failed = HostDelivery & { readonly lastErrorCode: DeliveryErrorCode };

/** Decides whether a host fails: it has accepted nothing since its last failed attempt. Times are ISO text, UTC. */
export function hasFailedLast(failedAt: string, acceptedAt: string | undefined): boolean {
  return acceptedAt === undefined || failedAt > acceptedAt;
}

/**
 * Says what is wrong with a host, if it fails as `hasFailedLast` decides.
 *
 * @param deliveries the newest ones to it, in any order.
 */
export function hostFailure(deliveries: readonly HostDelivery[]): HostFailure | undefined {
  const accepted = deliveries.filter(({ status }) => status === 'delivered').map((each) => each.updatedAt);
  const lastAccepted = accepted.sort().at(-1);
  const failures = deliveries
    .filter(isFailed)
    .filter(({ updatedAt }) => hasFailedLast(updatedAt, lastAccepted))
    .sort((a, b) => (a.updatedAt < b.updatedAt ? -1 : 1));
  const last = failures.at(-1);
  if (!last) return undefined;
  const oldest = failures.reduce(
    (least, { createdAt }) => (createdAt < least ? createdAt : least),
    last.createdAt,
  );
  return {
    failingSince: lastAccepted !== undefined && lastAccepted > oldest ? lastAccepted : oldest,
    lastErrorCode: last.lastErrorCode,
    lastHttpStatus: last.lastHttpStatus,
  };
}

function isFailed(delivery: HostDelivery): delivery is Failed {
  const { status, lastErrorCode } = delivery;
  return (status === 'pending' || status === 'failed') && lastErrorCode !== undefined;
}
