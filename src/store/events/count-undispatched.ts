import type { Knex } from 'knex';
import type { UndispatchedEvents } from '../../domain/events/undispatched-events';

/** Of all product environments: the index of unresolved events is by age alone. */
const MAX_READ = 10_000;

interface Counted {
  readonly read: number | string;
  readonly own: number | string | null;
  readonly oldest: string | null;
}

/** Counts an environment's unresolved events among the oldest 10,000 of all, in one statement. */
export async function countUndispatched(reader: Knex, environmentId: string): Promise<UndispatchedEvents> {
  const oldest = reader('events')
    .whereNull('resolved_at')
    .orderBy('received_at')
    .limit(MAX_READ)
    .select('environment_id', 'received_at')
    .as('oldest');
  const [counted] = await reader
    .from(oldest)
    .select<Counted[]>(
      reader.raw('count(*) as read, sum(case when environment_id = ? then 1 else 0 end) as own', [
        environmentId,
      ]),
      reader.raw('min(case when environment_id = ? then received_at end) as oldest', [environmentId]),
    );
  return {
    count: Number(counted?.own ?? 0),
    isAtLeast: Number(counted?.read ?? 0) >= MAX_READ,
    oldestReceivedAt: counted?.oldest ?? undefined,
  };
}
