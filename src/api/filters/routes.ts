import { InvalidFilter, parseFilter, traceFilter } from '../../domain/triggers/filter';
import type { DeliveryRecords } from '../deliveries/ports';
import type { EventRecords } from '../events/routes';
import { notificationOf, type SigningCandidates } from '../explain/notification-of';
import { MAX_EVENT_BYTES } from '../route/body';
import { notFound } from '../route/path-id';
import { route } from '../route/route';
import { traceFilterAnswer, traceFilterBody } from './schemas';

/** What the routes of filters need. */
export interface FilterPorts {
  readonly events: Pick<EventRecords, 'find'>;
  readonly deliveries: Pick<DeliveryRecords, 'list'>;
  readonly signing: SigningCandidates;
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
      const data = body.payload ?? (await findNotification(ports, environmentId, body.event_id ?? ''));
      const filter = orFault(body.filter);
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

function orFault(given: unknown) {
  try {
    return parseFilter(given);
  } catch (error) {
    if (error instanceof InvalidFilter) return error;
    throw error;
  }
}

async function findNotification(
  { events, deliveries, signing }: FilterPorts,
  environmentId: string,
  eventId: string,
) {
  const record = await events.find(environmentId, eventId);
  if (!record) throw notFound('an event', eventId);
  return notificationOf(signing, record, await deliveries.list(environmentId, { eventId, limit: 1 }));
}
