import { z } from 'zod';
import type { Event } from '../../domain/events/event';
import type { EventQuery } from '../../domain/events/event-record';
import { ALL_EVENTS } from '../../domain/events/event-types';
import { notificationPayload } from '../../domain/events/notification-body';
import { InvalidFilter, matchesFilter, parseFilter, traceFilter } from '../../domain/triggers/filter';
import { OPERATORS } from '../../domain/triggers/filter/operators';
import type { Filter } from '../../domain/triggers/trigger';
import type { DeliveryRecords } from '../deliveries/ports';
import { triggerEventType } from '../events/fields';
import type { EventRecords } from '../events/routes';
import { findNotified, signingKey, type SigningCandidates } from '../explain/notification-of';
import { MAX_EVENT_BYTES, MAX_TRIGGER_BYTES } from '../route/body';
import { jsonObject, time, plainName } from '../route/fields';
import { orFault, refusing, strictObject } from '../route/parse';
import { route } from '../route/route';

const ONE_OF_BOTH = 'an event_id or a payload, and not both';

/** Body of `POST /filters/trace`. */
const traceFilterBody = strictObject({
  filter: z.unknown().meta({
    type: ['object', 'null'],
    description: 'A JSONLogic expression; `{}` or null: none. The answer says whether it is valid.',
  }),
  event_id: plainName('an event id').describe('It sees the default notification of this event.').optional(),
  payload: jsonObject.optional().describe('It sees this object as it is.'),
}).refine(({ event_id, payload }) => (event_id === undefined) !== (payload === undefined), {
  path: ['event_id'],
  error: ONE_OF_BOTH,
});

const node = {
  pointer: z.string().describe('Place in the filter, RFC 6901.'),
  operator: z
    .enum([...OPERATORS])
    .nullable()
    .describe('Null for a value that is written out, and for a list of operations.'),
  reached: z.boolean().describe('Whether it was evaluated.'),
  result: z
    .string()
    .optional()
    .describe('JSON text of what it evaluated to, cut at 200 characters and then ending in `…`.'),
  truthy: z.boolean().optional().describe('Whether JSONLogic counts that as true.'),
  error: z.string().optional().describe('Why its evaluation ended.'),
  reads: z
    .object({
      path: z.string(),
      pointer: z.string().nullable().describe('Place in the payload, RFC 6901. Null when there is none.'),
    })
    .optional()
    .describe('Of a `var`.'),
};

const traceNode: z.ZodType<TraceNodeAnswer> = z
  .object({
    ...node,
    iterations: z
      .object({
        count: z.int(),
        get first() {
          return z.array(traceNode);
        },
      })
      .optional()
      .describe(
        'Of an operand that is evaluated for each element of a list: how often, and the first 20 times.',
      ),
    get children() {
      return z.array(traceNode);
    },
  })
  .meta({ id: 'TraceNode', description: 'What became of one part of a filter.' });

type NodeAnswer = z.output<z.ZodObject<typeof node>>;

/** A node of a trace, in its wire form. */
interface TraceNodeAnswer extends NodeAnswer {
  readonly iterations?: { readonly count: number; readonly first: readonly TraceNodeAnswer[] } | undefined;
  readonly children: readonly TraceNodeAnswer[];
}

export const traceFilterAnswer = z.object({
  valid: z.boolean(),
  fault: z
    .object({ pointer: z.string(), message: z.string() })
    .optional()
    .describe('Why it is not a filter that a trigger may have.'),
  matches: z.boolean().describe('Whether it lets the payload through; a filter that fails does not.'),
  error: z.string().optional().describe('Why it failed.'),
  steps_used: z.int().describe('Of the 10,000 that an evaluation may take.'),
  deciding: z.array(z.string()).describe('JSON pointers of the nodes that decided, at most 20.'),
  trace: traceNode.nullable().describe('Null without a filter, and for one that is not valid.'),
  cut: z.boolean().describe('Whether parts are missing, since the evaluation had more than 1,000 nodes.'),
});

/** Most events that a filter is tried on. */
const MAX_SAMPLE = 500;
const SAMPLE_SIZE = `an integer from 1 to ${MAX_SAMPLE}`;

/** Body of `POST /filters/matches`. */
const matchFilterBody = strictObject({
  filter: z
    .unknown()
    .meta({ type: ['object', 'null'], description: 'A JSONLogic expression; `{}` or null lets all through.' })
    .transform(refusing(parseFilter)),
  event_type: triggerEventType,
  sample_size: z
    .int(SAMPLE_SIZE)
    .min(1, SAMPLE_SIZE)
    .max(MAX_SAMPLE, SAMPLE_SIZE)
    .default(100)
    .describe('On how many events it is tried, the newest first.'),
});

const eventIds = z.array(z.string());

export const matchFilterAnswer = z.object({
  tested: z
    .int()
    .min(0)
    .describe('Fewer than asked for when there are no more, or when `complete` is false.'),
  matched: z.int().min(0),
  complete: z.boolean().describe('False when the second that it may take was over before.'),
  oldest_received_at: time.nullable().describe('Of the oldest one that was tried.'),
  event_ids: z.object({
    matched: eventIds,
    filtered_out: eventIds,
    failed: eventIds.describe('Those on which the filter failed: it does not let them through.'),
  }),
});

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
