import { z } from 'zod';
import { VERDICTS } from '../../domain/events/event-resolution';
import { LIFECYCLE_STEPS } from '../../domain/events/lifecycle';
import { AUTH_SCHEMES, SUCCESS_STATUSES } from '../../domain/triggers/trigger';
import { storedEventType, triggerEventType } from '../events/fields';
import { jsonObject, time } from '../route/fields';
import { strictObject } from '../route/parse';

const TRIGGERS = '"then" or "now"';

/** Query of `GET /events/:id/explain`. */
export const explainEventQuery = strictObject({
  triggers: z.enum(['then', 'now'], TRIGGERS).default('then').meta({
    description:
      '`then`: the verdicts that were given. `now`: those that the triggers of now would give; nothing is sent.',
  }),
});

const pastTriggerAnswer = z
  .object({
    id: z.string(),
    uri: z
      .string()
      .describe('With user, password and query values masked when the trigger has changed since.'),
    event_type: triggerEventType,
    additive: z.boolean(),
    auth_scheme: z.enum(AUTH_SCHEMES),
    success_statuses: z.enum(SUCCESS_STATUSES),
    filter: jsonObject.optional(),
    payload_template: jsonObject.optional(),
  })
  .meta({ id: 'PastTrigger', description: 'A trigger as it was when the verdict was given.' });

const explainedVerdictAnswer = z
  .object({
    trigger_id: z.string(),
    verdict: z.enum(VERDICTS),
    words: z.string().describe('The reason, for people.'),
    trigger: pastTriggerAnswer.nullable().describe('Null when nobody knows any more what it was.'),
    changed_since: z
      .object({ at: time, action: z.enum(['trigger.update', 'trigger.delete']) })
      .nullable()
      .describe('The first change after the verdict. Null for a trigger that is still what it was.'),
    deciding: z
      .array(z.string())
      .describe(
        'JSON pointers of the nodes of its filter that decided, at most 20; see `POST /filters/trace`.',
      ),
    delivery_id: z.string().optional().describe('Of a `matched` or `merged` one that was given.'),
    merged_with: z
      .string()
      .optional()
      .describe('Of a `merged` one: the trigger whose delivery serves both; absent for the URL of the call.'),
  })
  .meta({ id: 'ExplainedVerdict', description: 'What became of one trigger for one event, and why.' });

const explicitUrlAnswer = z
  .object({
    name: z.enum(['notification_url', 'eager_notification_url']),
    in: z.enum(['request', 'upload_preset']),
    uri: z.string(),
    told: z.boolean(),
    words: z.string().describe('The reason, for people.'),
    delivery_id: z.string().optional(),
  })
  .meta({ id: 'ExplicitUrl', description: 'A URL that the request or its upload preset names.' });

const reasons = {
  sentence: z.string().describe('What became of it, for people.'),
  explicit_urls: z.array(explicitUrlAnswer),
  verdicts: z.array(explainedVerdictAnswer),
  not_subscribed: z
    .int()
    .min(0)
    .describe('How many of the present triggers, of that time, are for other types.'),
  notification: jsonObject.describe('The default notification, which filters see.'),
};

export const explainEventAnswer = z
  .object({
    event_id: z.string(),
    event_type: storedEventType,
    triggers: z.enum(['then', 'now']),
    resolved_at: time.nullable(),
    lifecycle: z.array(
      z.object({
        step: z.enum(LIFECYCLE_STEPS),
        at: time.nullable().describe('Null for a step that has not come.'),
        after_ms: z.number().nullable().describe('Milliseconds since the last step before it that has come.'),
      }),
    ),
    ...reasons,
  })
  .meta({ id: 'Explanation', description: 'Who was told of an event and who was not, and why.' });

export const explainAnswer = z.object(reasons);
