import type { Event } from './event';
import { findEventType } from './event-types';
import { isJsonObject } from '../json/json-values';
import { toMicrosecondsUtc, toSecondsWithOffset } from '../iso-time';
import type { NewDelivery } from '../deliveries/delivery';
import { renderPayloadTemplate, templateContext, type TemplateContext } from '../triggers/payload-template';
import type { PayloadTemplate } from '../triggers/trigger';

type Json = Readonly<Record<string, unknown>>;

const UNKNOWN_TYPE_ORDER: readonly string[] = ['notification_type'];

/**
 * Builds the default notification of an event: the producer's payload and what every notification
 * carries. Keys known for the type come in the contract's order, the others after them in the
 * producer's, then `notification_context` and `signature_key`. Source: docs/decisions.md D25.
 *
 * @param signatureKey API key that signs; left out of the body when there is none.
 */
export function notificationPayload(event: Event, signatureKey: string | undefined): Json {
  const keyOrder = findEventType(event.eventType)?.keyOrder ?? UNKNOWN_TYPE_ORDER;
  const { notification_context, signature_key: _replaced, ...known } = withEnvelope(event, keyOrder);
  const ordered: Record<string, unknown> = {};
  for (const key of keyOrder) {
    if (Object.hasOwn(known, key)) ordered[key] = known[key];
  }
  return {
    ...ordered,
    ...omit(known, ordered),
    notification_context,
    ...(signatureKey === undefined ? {} : { signature_key: signatureKey }),
  };
}

/** Serialises a notification as it is signed and sent: compact, slashes unescaped. Source: docs/decisions.md D9. */
export function bodyText(payload: Json): string {
  return JSON.stringify(payload);
}

/** Names another signing key in a default body that was rendered before. Source: docs/decisions.md D26. */
export function replaceSignatureKey(body: string, signatureKey: string): string {
  const { signature_key: _replaced, ...payload } = JSON.parse(body) as Json;
  return bodyText({ ...payload, signature_key: signatureKey });
}

/** The payload with what it lacks of the envelope: a key that it has is never overwritten. */
function withEnvelope(event: Event, keyOrder: readonly string[]): Json {
  const added: Record<string, unknown> = { notification_type: event.eventType };
  if (keyOrder.includes('timestamp')) added.timestamp = toSecondsWithOffset(event.triggeredAt);
  if (keyOrder.includes('request_id')) added.request_id = event.requestId;
  added.notification_context = {
    triggered_at: toMicrosecondsUtc(event.triggeredAt),
    triggered_by: { source: event.triggeredBy.source, id: event.triggeredBy.id },
  };
  const all = { ...added, ...event.payload };
  if (event.testTriggerId === undefined) return all;
  return { ...all, notification_context: asTest(all.notification_context, added.notification_context) };
}

/** Says that a notification is a test, also where its payload brings a context of its own. Source: docs/decisions.md D73. */
function asTest(context: unknown, added: unknown): Json {
  const known = isJsonObject(context) ? context : added;
  return { ...(isJsonObject(known) && known), test: true };
}

function omit(all: Json, taken: Json): Json {
  return Object.fromEntries(Object.entries(all).filter(([key]) => !Object.hasOwn(taken, key)));
}

type RenderedBody = Pick<NewDelivery, 'body' | 'bodyKind' | 'templateFallback'>;

/** The facts about an event that rendering needs beside its default notification. */
type RenderedEvent = Pick<Event, 'eventType' | 'triggeredAt' | 'requestId'>;

/** The values of an event that a payload template can read. @param payload the default notification. */
export function contextOf(
  { eventType, triggeredAt, requestId }: RenderedEvent,
  payload: Json,
): TemplateContext {
  return templateContext({ eventType, payload, timestamp: toSecondsWithOffset(triggeredAt), requestId });
}

/**
 * Renders what destinations are sent: by a trigger's template, or the default body, which is serialised once for all. A
 * template that fails falls back. Source: docs/decisions.md D11.
 *
 * @param payload the default notification.
 */
export function bodyRenderer(
  event: RenderedEvent,
  payload: Json,
): (template: PayloadTemplate | undefined) => RenderedBody {
  const defaultBody = bodyText(payload);
  const context = contextOf(event, payload);
  return (template) => {
    const rendered = template && renderPayloadTemplate(template, context);
    if (rendered && 'body' in rendered) {
      return { body: rendered.body, bodyKind: 'template', templateFallback: undefined };
    }
    return { body: defaultBody, bodyKind: 'default', templateFallback: rendered?.error };
  };
}
