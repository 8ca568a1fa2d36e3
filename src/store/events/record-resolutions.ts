import type { Knex } from 'knex';
import type {
  EventResolution,
  StandingDelivery,
  Verdict,
  VerdictKind,
} from '../../domain/events/event-record';
import { inChunks } from '../database/narrow-to-page';
import { rowsOf, type RawAnswer } from '../database/reads';
import { newDeliveryRow } from '../deliveries/delivery-row';
import { newMessageRows } from '../poll/poll-message-row';
import type { EventRow } from './event-row';

/** The deliveries of a resolution before, if there was one. */
type Standing = readonly StandingDelivery[] | undefined;

/**
 * Stores the verdicts and deliveries of different events and marks them resolved, all or nothing. An event that was
 * resolved before stays as it is.
 *
 * @returns of each resolution the deliveries of the one before, in their order.
 */
export function recordResolutions(
  db: Knex,
  resolutions: readonly EventResolution[],
): Promise<readonly Standing[]> {
  return db.transaction(async (trx) => {
    const marked = await markResolved(trx, resolutions);
    const isNew = ({ environmentId, eventId }: EventResolution) =>
      marked.some((event) => event.environment_id === environmentId && event.event_id === eventId);
    const rows = resolutions
      .filter(isNew)
      .flatMap((resolution) => resolution.deliveries.map((delivery) => newDeliveryRow(resolution, delivery)));
    for (const chunk of inChunks(rows)) await trx('deliveries').insert([...chunk]);
    const messages = resolutions.filter(isNew).flatMap(newMessageRows);
    for (const chunk of inChunks(messages)) await trx('poll_messages').insert([...chunk]);
    const standing: Standing[] = [];
    for (const resolution of resolutions) {
      standing.push(isNew(resolution) ? undefined : await standingOf(trx, resolution));
    }
    return standing;
  });
}

type MarkedRow = Pick<EventRow, 'environment_id' | 'event_id'>;

const MARK = `update events set
  resolved_at = r.resolved_at, started_at = coalesce(started_at, r.resolved_at), verdicts = r.verdicts`;
const RESOLUTION = `select cast(? as text) as environment_id, cast(? as text) as event_id,
  cast(? as text) as resolved_at, cast(? as text) as verdicts`;

/**
 * One statement for all, and the transaction's first one: a write.
 *
 * @returns the events that were not resolved before.
 */
async function markResolved(
  trx: Knex,
  resolutions: readonly EventResolution[],
): Promise<readonly MarkedRow[]> {
  const values = resolutions.flatMap(({ environmentId, eventId, resolvedAt, verdicts }) => [
    environmentId,
    eventId,
    resolvedAt,
    verdictsToText(verdicts),
  ]);
  const sql = `${MARK} from (${resolutions.map(() => RESOLUTION).join(' union all ')}) r
    where events.environment_id = r.environment_id and events.event_id = r.event_id and events.resolved_at is null
    returning events.environment_id, events.event_id`;
  return rowsOf(await trx.raw<RawAnswer<MarkedRow>>(sql, values));
}

function standingOf(
  trx: Knex,
  { environmentId, eventId }: EventResolution,
): PromiseLike<readonly StandingDelivery[]> {
  return trx('deliveries')
    .where({ environment_id: environmentId, event_id: eventId })
    .orderBy(['created_at', 'id'])
    .select<StandingDelivery[]>('id', 'uri', 'status');
}

/** Consecutive triggers with the same verdict, and the same reason or none. */
interface VerdictRun {
  readonly verdict: VerdictKind;
  readonly reason?: string | undefined;
  readonly triggerIds: readonly string[];
}

/**
 * The JSON text of an event's verdicts, in their order. Most triggers of a large product environment do not match, all
 * alike: they take the room of their ids.
 */
export function verdictsToText(verdicts: readonly Verdict[]): string {
  const entries: (Verdict | VerdictRun)[] = [];
  let triggerIds: string[] = [];
  let before: Verdict | undefined;
  for (const verdict of verdicts) {
    if (verdict.deliveryId !== undefined) {
      entries.push(verdict);
    } else if (before && verdict.verdict === before.verdict && verdict.reason === before.reason) {
      triggerIds.push(verdict.triggerId);
    } else {
      triggerIds = [verdict.triggerId];
      const { triggerId: _first, ...same } = verdict;
      entries.push({ ...same, triggerIds });
    }
    before = verdict.deliveryId === undefined ? verdict : undefined;
  }
  return JSON.stringify(entries);
}

export function verdictsFromText(text: string): readonly Verdict[] {
  const entries = JSON.parse(text) as readonly (Verdict | VerdictRun)[];
  return entries.flatMap((entry): readonly Verdict[] => {
    if (!('triggerIds' in entry)) return [entry];
    const { triggerIds, ...same } = entry;
    return triggerIds.map((triggerId) => ({ triggerId, ...same }));
  });
}
