import { addressKey, type PollAddress } from '../../domain/poll/channel';

/** A channel of a product environment. */
export interface AskedChannel {
  readonly environmentId: string;
  readonly address: PollAddress;
}

export interface MessageWaits {
  /**
   * Waits until a channel has something to claim, the time is over, or nobody wants it any more.
   *
   * @param signal aborted when the caller has gone away.
   * @returns whether there may be something.
   */
  wait(
    channel: AskedChannel,
    until: { readonly waitMs: number; readonly signal: AbortSignal },
  ): Promise<boolean>;
  /** Ends every wait, now and to come, so that they do not hold up the end of the process. */
  end(): void;
}

interface WaitingClient {
  readonly channel: AskedChannel;
  readonly resolve: (isFilled: boolean) => void;
  readonly reject: (error: unknown) => void;
}

const LOOK_EVERY_MS = 500;

/**
 * Looks for messages for all who wait, in one query however many they are: none of them holds a connection to the database.
 * Nobody waits, nobody looks.
 *
 * @param findFilled looks into the database: a worker of another process puts messages there.
 */
export function createMessageWaits(
  findFilled: (channels: readonly AskedChannel[]) => Promise<readonly AskedChannel[]>,
): MessageWaits {
  const waiters = new Set<WaitingClient>();
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;

  async function look(): Promise<void> {
    const asked = new Map([...waiters].map(({ channel }) => [keyOf(channel), channel]));
    try {
      const filled = new Set((await findFilled([...asked.values()])).map(keyOf));
      for (const waiter of waiters) if (filled.has(keyOf(waiter.channel))) waiter.resolve(true);
    } catch (error) {
      for (const waiter of waiters) if (asked.has(keyOf(waiter.channel))) waiter.reject(error);
    }
    timer = undefined;
    lookSoon();
  }

  function lookSoon(): void {
    if (waiters.size > 0) timer ??= setTimeout(() => void look(), LOOK_EVERY_MS);
  }

  return {
    async wait(channel, { waitMs, signal }) {
      if (isOver || signal.aborted || waitMs <= 0) return false;
      let waiter: WaitingClient | undefined;
      let lateness: NodeJS.Timeout | undefined;
      try {
        return await new Promise<boolean>((resolve, reject) => {
          waiter = { channel, resolve, reject };
          waiters.add(waiter);
          lateness = setTimeout(() => resolve(false), waitMs);
          signal.addEventListener('abort', () => resolve(false), { once: true });
          lookSoon();
        });
      } finally {
        clearTimeout(lateness);
        if (waiter) waiters.delete(waiter);
      }
    },

    end() {
      isOver = true;
      clearTimeout(timer);
      for (const waiter of waiters) waiter.resolve(false);
    },
  };
}

function keyOf({ environmentId, address }: AskedChannel): string {
  return `${environmentId} ${addressKey(address)}`;
}
