import { z } from 'zod';
import { OPERATORS } from '../../domain/triggers/filter/operators';
import { jsonObject } from '../route/fields';
import { strictObject } from '../route/parse';
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
export interface TraceNodeAnswer extends NodeAnswer {
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
