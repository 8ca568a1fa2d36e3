import type { RawReceiver } from '../raw-receiver';
import { bodies } from './bodies';
import { connections } from './connections';
import { heads } from './heads';
import { overTls } from './over-tls';
import type { Species } from './species';
import { informational, statuses } from './statuses';
import type { Visit } from './visit';

/** What must run into the deadline has a short one; everything else shows that it does not wait for a long one. */
const DEADLINE_MS = { 'at the deadline': 1_000, 'at once': 10_000 };

export const everySpecies: readonly Species[] = [
  ...connections,
  ...heads,
  ...informational,
  ...statuses,
  ...bodies,
  ...overTls,
];

export interface Zoo {
  /** One POST for each species, in their order. */
  readonly visits: readonly Visit[];
  readonly receivers: readonly RawReceiver[];
  close(): Promise<void>;
}

/** Starts one receiver of each species. */
export async function openZoo(internalUrl: string): Promise<Zoo> {
  const receivers = await Promise.all(everySpecies.map(({ start }) => start(internalUrl)));
  return {
    receivers,
    visits: everySpecies.map(({ scheme, settles, requestBytes }, index) => ({
      url: `${scheme}://hook.localhost:${receivers[index]?.port}/hook`,
      timeoutMs: DEADLINE_MS[settles],
      requestBytes,
    })),
    close: async () => void (await Promise.all(receivers.map((receiver) => receiver.close()))),
  };
}
