import { notificationPayload } from '../../domain/events/notification-body';
import { InvalidFilter, matchesFilter, parseFilter, traceFilter } from '../../domain/triggers/filter';
import { ALL_EVENTS } from '../../domain/events/event-types';
import type { Event, EventQuery } from '../../domain/events/event';
import type { Filter } from '../../domain/triggers/trigger';
import type { DeliveryRecords } from '../deliveries/ports';
import type { EventRecords } from '../events/routes';
import { findNotified, signingKey, type SigningCandidates } from '../explain/notification-of';
import { MAX_EVENT_BYTES, MAX_TRIGGER_BYTES } from '../route/body';
import { orFault } from '../route/parse';
import { route } from '../route/route';
import { matchFilterAnswer, matchFilterBody, traceFilterAnswer, traceFilterBody } from './schemas';

/** What the routes of filters need. */
export interface FilterPorts {
  readonly events: Pick<EventRecords, 'find'> & WholeEvents;
  readonly deliveries: Pick<DeliveryRecords, 'list'>;
  readonly signing: SigningCandidates;
  readonly now: () => Date;
}

export interface WholeEvents {
  /**
   * Past events except tests: whole events, newest first.
   *
   * @param query `eventType` absent: of every type.
   */
  listWhole(
    environmentId: string,
    query: Pick<EventQuery, 'eventType' | 'after' | 'limit'>,
  ): Promise<readonly Event[]>;
}

const NOTHING = { matches: true, steps_used: 0, deciding: [], trace: null, cut: false };

export const traceFilterOnEvent = (ports: FilterPorts) =>
  route({
    in: 'environment',
    method: 'post',
    path: '/filters/trace',
    access: 'read',
    rate: 'administration',
    tag: 'triggers',
    summary: 'Evaluates a filter on an event or a payload, and shows every step; the body has at most 1 MiB',
    body: traceFilterBody,
    maxBytes: MAX_EVENT_BYTES,
    answers: {
      200: { description: 'What the filter answers, and how it came to it.', schema: traceFilterAnswer },
    },
    faults: [404],
    async handle({ caller: { environmentId }, body }) {
      const data =
        body.payload ?? (await findNotified(ports, environmentId, body.event_id ?? '')).notification;
      const filter = orFault(parseFilter, body.filter, InvalidFilter);
      if (filter instanceof InvalidFilter) {
        const { pointer, message } = filter;
        return [200, { ...NOTHING, matches: false, valid: false, fault: { pointer, message } }];
      }
      if (!filter) return [200, { ...NOTHING, valid: true }];
      const { answer, stepsUsed, deciding, root, isCut } = traceFilter(filter, data);
      return [
        200,
        {
          valid: true,
          matches: 'matches' in answer && answer.matches,
          ...('error' in answer && { error: answer.error }),
          steps_used: stepsUsed,
          deciding,
          trace: root,
          cut: isCut,
        },
      ];
    },
  });

const MATCHING_MS = 1_000;
/** Events that are read at a time: one may have 1 MiB. */
const EVENTS_AT_A_TIME = 20;

export const matchFilterOnEvents = ({ events, signing, now }: FilterPorts) =>
  route({
    in: 'environment',
    method: 'post',
    path: '/filters/matches',
    access: 'read',
    rate: 'administration',
    tag: 'triggers',
    summary:
      'Tries a filter on the newest events of a type, for at most a second; the body has at most 256 KiB',
    body: matchFilterBody,
    maxBytes: MAX_TRIGGER_BYTES,
    answers: { 200: { description: 'Which events it lets through.', schema: matchFilterAnswer } },
    async handle({ caller: { environmentId }, body }) {
      const { filter, event_type: type, sample_size: wanted } = body;
      const endsAtMs = now().getTime() + MATCHING_MS;
      const signatureKey = await signingKey(signing, environmentId);
      const ids: Record<Trial, string[]> = { matched: [], filtered_out: [], failed: [] };
      const query = { eventType: type === ALL_EVENTS ? undefined : type };
      let tested = 0;
      let last: Event | undefined;
      let isComplete = true;
      for (;;) {
        const limit = Math.min(EVENTS_AT_A_TIME, wanted - tested);
        const after = last && { at: last.receivedAt, id: last.eventId };
        const page = limit === 0 ? [] : await events.listWhole(environmentId, { ...query, after, limit });
        for (const event of page) {
          isComplete = now().getTime() < endsAtMs;
          if (!isComplete) break;
          ids[trialOf(filter, notificationPayload(event, signatureKey))].push(event.eventId);
          tested += 1;
          last = event;
        }
        if (!isComplete || page.length === 0 || page.length < limit) break;
      }
      return [
        200,
        {
          tested,
          matched: ids.matched.length,
          complete: isComplete,
          oldest_received_at: last?.receivedAt ?? null,
          event_ids: ids,
        },
      ];
    },
  });

type Trial = 'matched' | 'filtered_out' | 'failed';

function trialOf(filter: Filter | undefined, notification: Readonly<Record<string, unknown>>): Trial {
  const answer = filter ? matchesFilter(filter, notification) : { matches: true };
  if ('error' in answer) return 'failed';
  return answer.matches ? 'matched' : 'filtered_out';
}
