import type { Author } from '../domain/keys/audit-entry';
import { COMMAND_LINE_LAPSE_HOURS, MAX_CHANNEL_MESSAGES, type PollErrorCode } from '../domain/poll/channel';
import type { Logger } from '../logger';
import { repeat, type Repeated } from './repeat';

/** The store of waiting messages, as far as upkeep needs it. Times are ISO text, UTC. */
export interface UpkeptChannels {
  /** Messages that came into their channel before a time, oldest first. @returns the ids of their deliveries. */
  listOverdue(queuedBefore: string, limit: number): Promise<readonly string[]>;
  /** The oldest messages of channels that have more than they may. @returns the ids of their deliveries. */
  listSurplus(maxPerChannel: number, limit: number): Promise<readonly string[]>;
  /** Fails messages that have not ended meanwhile. @returns how many. */
  fail(
    deliveryIds: readonly string[],
    terms: { readonly errorCode: PollErrorCode; readonly at: string },
  ): Promise<number>;
  /** Triggers of the command line's channels that nobody has polled since a time. */
  listLapsed(before: string): Promise<readonly { readonly environmentId: string; readonly id: string }[]>;
}

interface Dependencies {
  readonly channels: UpkeptChannels;
  readonly triggers: { delete(environmentId: string, id: string, by: Author): Promise<boolean> };
  readonly retentionHours: number;
  readonly maxChannelMessages?: number;
  readonly logger: Logger;
  readonly now: () => Date;
}

const INTERVAL_MS = 10_000;
const HOUR_MS = 3_600_000;
const BATCH = 500;
const BY: Author = { kind: 'service', id: 'channel_upkeep', requestId: undefined, ip: undefined };

/** Keeps channels in bounds, again and again. Several processes may do it at once. */
export function createChannelUpkeep(deps: Dependencies): Repeated {
  return repeat(INTERVAL_MS, (isStopped) => tidyChannels(deps, isStopped));
}

/**
 * Fails messages that nobody has asked for in time, and those beyond a channel's limit. Deletes triggers of the command
 * line's channels that nobody polls any more. Never rejects: what could not be done is done the next time.
 */
export async function tidyChannels(
  deps: Dependencies,
  isStopped: () => boolean = () => false,
): Promise<void> {
  const { channels, triggers, retentionHours, maxChannelMessages = MAX_CHANNEL_MESSAGES, logger, now } = deps;
  const ago = (hours: number) => new Date(now().getTime() - hours * HOUR_MS).toISOString();

  async function failAll(errorCode: PollErrorCode, list: () => Promise<readonly string[]>): Promise<void> {
    let failed = 0;
    for (;;) {
      const ids = isStopped() ? [] : await list();
      if (ids.length > 0) failed += await channels.fail(ids, { errorCode, at: now().toISOString() });
      if (ids.length < BATCH) break;
    }
    if (failed > 0) logger.info('failed messages that no client has acknowledged', { errorCode, failed });
  }

  try {
    await failAll('not_polled', () => channels.listOverdue(ago(retentionHours), BATCH));
    await failAll('channel_full', () => channels.listSurplus(maxChannelMessages, BATCH));
    for (const { environmentId, id } of await channels.listLapsed(ago(COMMAND_LINE_LAPSE_HOURS))) {
      await triggers.delete(environmentId, id, BY);
    }
  } catch (error) {
    logger.warn('could not tidy the channels; the next round will', { reason: (error as Error).message });
  }
}
