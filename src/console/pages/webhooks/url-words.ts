import { ALL_EVENTS, eventTypeLabel } from '../../../domain/events/event-types';
import type { ChangedUrl, UrlSummary } from '../../calls/webhooks';

type Deleted = ChangedUrl['changes']['deleted'][number];
type UrlTrigger = UrlSummary['triggers'][number];

/** What a trigger has beside its type and URL. */
export function extrasOf(trigger: UrlTrigger): readonly string[] {
  return [
    ...(trigger.additive ? ['additive'] : []),
    ...(trigger.filter ? ['filter'] : []),
    ...(trigger.payload_template ? ['template'] : []),
    ...(trigger.auth_scheme === 'default' ? [] : [trigger.auth_scheme]),
    ...(trigger.success_statuses === '200' ? [] : [`accepts ${trigger.success_statuses}`]),
  ];
}

/** What is lost with a trigger that is deleted; `undefined` when ticking its type again brings all of it back. */
export function lossWords(deleted: Deleted): string | undefined {
  const lost = [
    ...(deleted.has_filter ? ['a filter'] : []),
    ...(deleted.has_payload_template ? ['a payload template'] : []),
    ...(deleted.auth_scheme === 'default' ? [] : [`the signing scheme ${deleted.auth_scheme}`]),
    ...(deleted.additive ? ['additive: true'] : []),
  ];
  if (lost.length === 0) return undefined;
  return `Removes the trigger of ${typeName(deleted.event_type)}, which has ${inWords(lost)}.`;
}

function typeName(eventType: string): string {
  return eventType === ALL_EVENTS ? `“${eventTypeLabel(eventType)}”` : `“${eventType}”`;
}

function inWords(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** Host and path of a URL, for a sentence. */
export function hostOf(uri: string): string {
  return URL.canParse(uri) ? new URL(uri).host : uri;
}
