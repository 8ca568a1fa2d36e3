import { TELL_AGAIN_MS } from '../domain/failure-notifications/host-trouble';
import type { Logger } from '../logger';
import { repeat, type Repeated } from './repeat';

interface HostKey {
  readonly environmentId: string;
  readonly host: string;
}

/** The store of hosts that failed, as far as upkeep needs it. Times are ISO text, UTC. */
export interface UpkeptHosts {
  /** Failing hosts about which somebody was notified before this time, but not about this trouble. */
  listUntold(toldUntil: string, limit: number): Promise<readonly HostKey[]>;
  /**
   * Notifies of a host, unless it is well again or somebody was notified in the meantime.
   *
   * @returns whether it did.
   */
  tell(host: HostKey, at: string): Promise<boolean>;
  /** Forgets hosts that have not failed since a time. */
  forget(failedBefore: string): Promise<void>;
}

interface Dependencies {
  readonly hosts: UpkeptHosts;
  readonly logger: Logger;
  readonly now: () => Date;
}

const INTERVAL_MS = 30_000;
const BATCH = 100;
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Sends the notifications that had to wait for the hour to end, and forgets old hosts, again and again. Several
 * processes may do it at once.
 */
export function createFailureUpkeep(deps: Dependencies): Repeated {
  return repeat(INTERVAL_MS, (isStopped) => tidyHosts(deps, isStopped));
}

/**
 * Notifies of hosts that failed again within an hour of the last notification and still fail. Forgets those that have
 * not failed for 30 days. Never rejects: what could not be done is done the next time.
 */
export async function tidyHosts(
  { hosts, logger, now }: Dependencies,
  isStopped: () => boolean = () => false,
): Promise<void> {
  const ago = (ms: number) => new Date(now().getTime() - ms).toISOString();
  try {
    for (const host of await hosts.listUntold(ago(TELL_AGAIN_MS), BATCH)) {
      if (isStopped()) return;
      await hosts.tell(host, now().toISOString());
    }
    await hosts.forget(ago(KEPT_MS));
  } catch (error) {
    const reason = (error as Error).message;
    logger.warn('could not look after the hosts that failed; the next round will', { reason });
  }
}
