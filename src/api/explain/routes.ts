import type { Event, EventRecord } from '../../domain/events/event';
import {
  explain,
  type GivenVerdict,
  type ExplainedUrl,
  type ExplainedVerdict,
  type Explanation,
} from '../../domain/events/explanation';
import { lifecycleOf, type LifecycleStep } from '../../domain/events/lifecycle';
import { destinationKey, matchTriggers } from '../../domain/events/match-triggers';
import { notificationPayload } from '../../domain/events/notification-body';
import { pastTrigger, type PastTrigger } from '../../domain/triggers/past-trigger';
import { isSubscribedTo, type Trigger } from '../../domain/triggers/trigger';
import type { AuditLog } from '../audit-log/routes';
import type { DeliveryRecords } from '../deliveries/ports';
import { MAX_DELIVERIES_OF_AN_EVENT, toEvent, type EventPorts, type EventRecords } from '../events/routes';
import { publishEventBody } from '../events/schemas';
import { MAX_EVENT_BYTES } from '../route/body';
import { findById } from '../route/path-id';
import { route } from '../route/route';
import type { TriggerRecords } from '../triggers/routes';
import { notificationOf, signingKey, type SigningCandidates } from './notification-of';
import { explainAnswer, explainEventAnswer, explainEventQuery } from './schemas';

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
