import type { DeliveryStatus } from '../../domain/deliveries/delivery';
import type { AttemptRecord } from './record-attempts';
import { isDatabaseUnavailable } from '../database/database-errors';

const MAX_GROUP = 50;

interface Waiting extends AttemptRecord {
  readonly resolve: (status: DeliveryStatus) => void;
  readonly reject: (error: unknown) => void;
}

/** Writes a group of attempts of different deliveries, all or nothing. @returns the deliveries' statuses. */
export type WriteGroup = (records: readonly AttemptRecord[]) => Promise<ReadonlyMap<string, DeliveryStatus>>;

/**
 * Records attempts in groups: those that end while others are being written are written together afterwards. Each costs less
 * that way the more there are, and none waits for another one to end.
 *
 * @param writers groups written at a time.
 */
export function createAttemptRecorder(write: WriteGroup, writers: number) {
  const waiting: Waiting[] = [];
  let writing = 0;

  async function writeGroups(): Promise<void> {
    while (waiting.length > 0) {
      const group = takeGroup(waiting);
      try {
        settle(group, await write(group));
      } catch (error) {
        if (isDatabaseUnavailable(error)) for (const { reject } of group) reject(error);
        else await writeOneByOne(group, error);
      }
    }
    writing -= 1;
  }

  /** One that cannot be written keeps no other from it. */
  async function writeOneByOne(group: readonly Waiting[], error: unknown): Promise<void> {
    if (group.length === 1) return group[0]?.reject(error);
    for (const record of group) {
      try {
        settle([record], await write([record]));
      } catch (itsError) {
        record.reject(itsError);
      }
    }
  }

  return (attempt: AttemptRecord['attempt'], after: AttemptRecord['after']): Promise<DeliveryStatus> =>
    new Promise((resolve, reject) => {
      waiting.push({ attempt, after, resolve, reject });
      if (writing >= writers) return;
      writing += 1;
      // What ends in the same moment is written together.
      setImmediate(() => void writeGroups());
    });
}

/** At most one of each delivery, in the order of their ends. */
function takeGroup(waiting: Waiting[]): readonly Waiting[] {
  const group = new Map<string, Waiting>();
  const left: Waiting[] = [];
  for (const record of waiting.splice(0)) {
    const id = record.attempt.deliveryId;
    if (group.size < MAX_GROUP && !group.has(id)) group.set(id, record);
    else left.push(record);
  }
  waiting.push(...left);
  return [...group.values()];
}

function settle(group: readonly Waiting[], statuses: ReadonlyMap<string, DeliveryStatus>): void {
  for (const { attempt, after, resolve } of group) resolve(statuses.get(attempt.deliveryId) ?? after.status);
}
