import { z } from 'zod';
import type { Event } from '../../domain/events/event';
import { VERDICTS } from '../../domain/events/event-record';
import type { EventRecord } from '../../domain/events/event-record';
import { explain, LIFECYCLE_STEPS, lifecycleOf } from '../../domain/events/explanation';
import type {
  ExplainedUrl,
  ExplainedVerdict,
  Explanation,
  GivenVerdict,
  LifecycleStep,
} from '../../domain/events/explanation';
import { destinationKey, matchTriggers } from '../../domain/events/match-triggers';
import { notificationPayload } from '../../domain/events/notification-body';
import { AUTH_SCHEMES, isSubscribedTo, pastTrigger, SUCCESS_STATUSES } from '../../domain/triggers/trigger';
import type { PastTrigger, Trigger } from '../../domain/triggers/trigger';
import type { AuditLog } from '../audit-log/routes';
import type { DeliveryRecords } from '../deliveries/ports';
import { storedEventType, triggerEventType } from '../events/fields';
import { MAX_DELIVERIES_OF_AN_EVENT, toEvent } from '../events/routes';
import type { EventPorts, EventRecords } from '../events/routes';
import { publishEventBody } from '../events/schemas';
import { MAX_EVENT_BYTES } from '../route/body';
import { jsonObject, time } from '../route/fields';
import { strictObject } from '../route/parse';
import { findById } from '../route/path-id';
import { route } from '../route/route';
import type { TriggerRecords } from '../triggers/routes';
import { notificationOf, signingKey } from './notification-of';
import type { SigningCandidates } from './notification-of';

const TRIGGERS = '"then" or "now"';

/** Query of `GET /events/:id/explain`. */
const explainEventQuery = strictObject({
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

const explainAnswer = z.object(reasons);

/** What the routes that explain need. */
export interface ExplainPorts extends Pick<EventPorts, 'destinationGuard' | 'newId' | 'now'> {
  readonly events: Pick<EventRecords, 'find'>;
  readonly deliveries: Pick<DeliveryRecords, 'list' | 'firstAttemptAt'>;
  readonly triggers: Pick<TriggerRecords, 'list'>;
  readonly auditLog: Pick<AuditLog, 'firstTriggerChanges'>;
  readonly signing: SigningCandidates;
}

export const explainEvent = (ports: ExplainPorts) =>
  route({
    in: 'environment',
    method: 'get',
    path: '/events/:id/explain',
    access: 'read',
    rate: 'administration',
    tag: 'events',
    summary: 'Explains who was told of an event and who was not, by the triggers of then or of now',
    find: (request) => findById(ports.events, 'an event', request),
    query: explainEventQuery,
    answers: { 200: { description: 'The reasons.', schema: explainEventAnswer } },
    faults: [404],
    async handle({ found: record, query }) {
      const { environmentId, eventId, eventType } = record.event;
      const [deliveries, triggers, firstAttemptAt] = await Promise.all([
        ports.deliveries.list(environmentId, { eventId, limit: MAX_DELIVERIES_OF_AN_EVENT }),
        ports.triggers.list(environmentId),
        ports.deliveries.firstAttemptAt(environmentId, eventId),
      ]);
      const notification = await notificationOf(ports.signing, record, deliveries);
      const known = { notification, triggers, deliveries };
      const explanation =
        query.triggers === 'then'
          ? await explainThen(ports, record, known)
          : explainNow(record.event, { ...known, deliveries: [] });
      return [
        200,
        {
          event_id: eventId,
          event_type: eventType,
          triggers: query.triggers,
          resolved_at: record.resolvedAt ?? null,
          lifecycle: lifecycleOf({ record, deliveries, firstAttemptAt }).map(presentStep),
          ...presentExplanation(explanation, notification),
        },
      ];
    },
  });

/** Explains what would become of an event that nobody has published. */
export const explainUnpublished = (ports: ExplainPorts) =>
  route({
    in: 'environment',
    method: 'post',
    path: '/explain',
    access: 'read',
    rate: 'administration',
    tag: 'events',
    summary: 'Explains who would be told of an event; stores and sends nothing; the body has at most 1 MiB',
    body: publishEventBody(ports.destinationGuard),
    maxBytes: MAX_EVENT_BYTES,
    answers: { 200: { description: 'The reasons.', schema: explainAnswer } },
    async handle({ caller, body }) {
      const event = toEvent(body, caller, ports);
      const [triggers, signatureKey] = await Promise.all([
        ports.triggers.list(caller.environmentId),
        signingKey(ports.signing, caller.environmentId),
      ]);
      const notification = notificationPayload(event, signatureKey);
      const explanation = explainNow(event, { notification, triggers, deliveries: [] });
      return [200, presentExplanation(explanation, notification)];
    },
  });

interface Known {
  readonly notification: Readonly<Record<string, unknown>>;
  /** All that the product environment has now. */
  readonly triggers: readonly Trigger[];
  readonly deliveries: Awaited<ReturnType<DeliveryRecords['list']>>;
}

async function explainThen(
  { auditLog }: ExplainPorts,
  { event, resolvedAt, verdicts }: EventRecord,
  { triggers, ...known }: Known,
) {
  const { environmentId, eventType } = event;
  const byId = new Map(triggers.map((trigger) => [trigger.id, trigger]));
  const changed = verdicts
    .map(({ triggerId }) => triggerId)
    .filter((id) => (byId.get(id)?.updatedAt ?? '~') >= (resolvedAt ?? ''));
  const changes = await auditLog.firstTriggerChanges(environmentId, changed, resolvedAt ?? '');
  const changeOf = new Map(changes.map((change) => [change.triggerId, change]));
  const past = verdicts.flatMap(({ triggerId: id }) => pastTrigger(id, byId.get(id), changeOf.get(id)) ?? []);
  const ofThen = triggers.filter(({ createdAt }) => createdAt <= (resolvedAt ?? event.receivedAt));
  return explain({
    ...known,
    event,
    verdicts: verdicts.map((verdict) => ({ ...verdict, destination: verdict.deliveryId })),
    triggers: new Map(past.map((trigger) => [trigger.id, trigger])),
    notSubscribed: ofThen.filter((trigger) => !isSubscribedTo(trigger, eventType)).length,
    resolvedAt,
    hasHappened: true,
  });
}

function explainNow(event: Event, { triggers, ...known }: Known) {
  const asked = triggers.filter((trigger) => isSubscribedTo(trigger, event.eventType));
  const { verdicts } = matchTriggers(event, asked, known.notification);
  return explain({
    ...known,
    event,
    verdicts: verdicts.map(({ destination, ...verdict }): GivenVerdict => ({
      ...verdict,
      destination: destination && destinationKey(destination),
    })),
    triggers: new Map(asked.map((trigger) => [trigger.id, { ...trigger, changedSince: undefined }])),
    notSubscribed: triggers.length - asked.length,
    resolvedAt: undefined,
    hasHappened: false,
  });
}

/** @param notification the default one, which filters see. */
function presentExplanation(
  { sentence, explicitUrls, verdicts, notSubscribed }: Explanation,
  notification: Readonly<Record<string, unknown>>,
) {
  return {
    sentence,
    explicit_urls: explicitUrls.map(presentUrl),
    verdicts: verdicts.map(presentVerdict),
    not_subscribed: notSubscribed,
    notification,
  };
}

function presentStep({ step, at, afterMs }: LifecycleStep) {
  return { step, at: at ?? null, after_ms: afterMs ?? null };
}

function presentUrl({ name, place, uri, isTold, words, deliveryId }: ExplainedUrl) {
  return { name, in: place, uri, told: isTold, words, delivery_id: deliveryId };
}

function presentVerdict(explained: ExplainedVerdict) {
  const { triggerId, verdict, words, trigger, deciding, deliveryId, mergedWith } = explained;
  return {
    trigger_id: triggerId,
    verdict,
    words,
    trigger: trigger ? presentPastTrigger(trigger) : null,
    changed_since: trigger?.changedSince ?? null,
    deciding,
    delivery_id: deliveryId,
    merged_with: mergedWith,
  };
}

function presentPastTrigger(trigger: PastTrigger) {
  return {
    id: trigger.id,
    uri: trigger.uri,
    event_type: trigger.eventType,
    additive: trigger.additive,
    auth_scheme: trigger.authScheme,
    success_statuses: trigger.successStatuses,
    ...(trigger.filter && { filter: trigger.filter }),
    ...(trigger.payloadTemplate && { payload_template: trigger.payloadTemplate }),
  };
}
