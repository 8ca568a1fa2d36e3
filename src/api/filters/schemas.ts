import { z } from 'zod';
import { parseFilter } from '../../domain/triggers/filter';
import { OPERATORS } from '../../domain/triggers/filter/operators';
import { triggerEventType } from '../events/fields';
import { jsonObject, time } from '../route/fields';
import { refusing, strictObject } from '../route/parse';
import { isPlainName, PLAIN_NAME_PATTERN } from '../route/path-id';

const EVENT_ID = 'an event id';
const ONE_OF_BOTH = 'an event_id or a payload, and not both';

/** Body of `POST /filters/trace`. */
export const traceFilterBody = strictObject({
  filter: z.unknown().meta({
    type: ['object', 'null'],
    description: 'A JSONLogic expression; `{}` or null: none. The answer says whether it is valid.',
  }),
  event_id: z
    .string(EVENT_ID)
    .refine(isPlainName, EVENT_ID)
    .meta({
      pattern: PLAIN_NAME_PATTERN.source,
      description: 'It sees the default notification of this event.',
    })
    .optional(),
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
export const matchFilterBody = strictObject({
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
