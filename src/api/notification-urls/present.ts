import { isoOfSeconds } from '../../domain/iso-time';
import type { UrlHour } from '../../domain/statistics/statistics';
import type { UrlTally } from '../../domain/deliveries/url-tally';
import { additiveOf, type NotificationUrl } from '../../domain/triggers/notification-url';
import type { TriggerPlan } from '../../domain/triggers/plan-url-change';
import { presentTrigger } from '../triggers/present';

/** A URL as callers see it. */
export function presentNotificationUrl(url: NotificationUrl) {
  return {
    uri: url.uri,
    event_types: url.triggers.map(({ eventType }) => eventType),
    triggers: url.triggers.map(presentTrigger),
    additive: additiveOf(url),
  };
}

/** The outcomes of a URL's deliveries in the last day, and of the attempts hour by hour. */
export function presentTally(tally: UrlTally | undefined, hours: readonly UrlHour[] = []) {
  return {
    delivered: tally?.delivered ?? 0,
    failed: tally?.failed ?? 0,
    waiting: tally?.waiting ?? 0,
    last_error_code: tally?.lastErrorCode ?? null,
    hours: hours.map(({ atSeconds, delivered, failed }) => ({
      at: isoOfSeconds(atSeconds),
      delivered,
      failed_attempts: failed,
    })),
  };
}

/** Presents the effects of a change, and its losses. */
export function presentPlan({ created, moved, deleted }: TriggerPlan) {
  return {
    created: created.map(({ eventType }) => eventType),
    deleted: deleted.map((trigger) => ({
      id: trigger.id,
      event_type: trigger.eventType,
      has_filter: trigger.filter !== undefined,
      has_payload_template: trigger.payloadTemplate !== undefined,
      auth_scheme: trigger.authScheme,
      additive: trigger.additive,
    })),
    moved: moved.length,
  };
}
