import type { ExplainedUrl, ExplainedVerdict, Explanation } from '../../domain/events/explanation';
import type { LifecycleStep } from '../../domain/events/lifecycle';
import type { PastTrigger } from '../../domain/triggers/past-trigger';

/** @param notification the default one, which filters see. */
export function presentExplanation(
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

export function presentStep({ step, at, afterMs }: LifecycleStep) {
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
