import { isoOfSeconds } from '../../domain/iso-time';
import type { Author } from '../../domain/keys/audit-entry';
import type { UrlHour } from '../../domain/statistics/statistics';
import {
  applyPlan,
  planNewUrl,
  planUrlChange,
  planUrlDeletion,
  groupByUrl,
  unservedEventTypes,
  additiveOf,
} from '../../domain/triggers/notification-url';
import type {
  UrlTally,
  PlanTerms,
  TriggerPlan,
  NotificationUrl,
} from '../../domain/triggers/notification-url';
import type { Trigger } from '../../domain/triggers/trigger';
import type { DestinationGuard } from '../route/destination-url';
import { route } from '../route/route';
import { triggerLimits, presentTrigger, type TriggerSettings } from '../triggers/routes';
import {
  addNotificationUrlBody,
  changedUrlAnswer,
  changeNotificationUrlBody,
  deletedUrlAnswer,
  deleteNotificationUrlBody,
  dryRunQuery,
  notificationUrlsAnswer,
} from './schemas';

/* Triggers by their URLs, as people manage them. Source: docs/contract.md §9. */

/** What the routes of notification URLs need. */
export interface NotificationUrlPorts {
  readonly triggers: UrlRecords;
  readonly deliveries: { countByUrl(asked: AskedTallies): Promise<readonly UrlTally[]> };
  readonly statistics: {
    /** Attempts hour by hour, oldest first, by URL. Hours without any are left out. */
    readUrlHours(asked: AskedHours): Promise<ReadonlyMap<string, readonly UrlHour[]>>;
  };
  readonly events: { happenedTypes(asked: AskedTypes): Promise<readonly string[]> };
  readonly destinationGuard: DestinationGuard;
  readonly settings: TriggerSettings;
  readonly newId: () => string;
  readonly now: () => Date;
}

interface AskedTallies {
  readonly environmentId: string;
  readonly uris: readonly string[];
  /** ISO text, UTC. */
  readonly since: string;
}

interface AskedHours {
  readonly environmentId: string;
  readonly uris: readonly string[];
  /** The beginning of an hour: seconds since the epoch. */
  readonly fromSeconds: number;
  /** Hours that end later are counted from their minutes: seconds since the epoch. */
  readonly wholeHoursUntilSeconds: number;
}

interface AskedTypes {
  readonly environmentId: string;
  readonly eventTypes: readonly string[];
  /** ISO text, UTC. */
  readonly since: string;
}

type PlanOf = (existing: readonly Trigger[]) => TriggerPlan;

interface Planned {
  readonly plan: TriggerPlan;
  /** The triggers before it. */
  readonly existing: readonly Trigger[];
}

interface UrlRecords {
  /** Oldest first. */
  list(environmentId: string): Promise<readonly Trigger[]>;
  /** Carries out a plan, all or nothing. What the plan throws ends the change. */
  change(environmentId: string, plan: PlanOf, by: Author): Promise<Planned>;
}

const HOUR_SECONDS = 3_600;
const HOURS_OF_ATTEMPTS = 24;
const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS_OF_UNSERVED = 30;

const about = {
  in: 'environment',
  path: '/notification_urls',
  rate: 'administration',
  tag: 'triggers',
} as const;

export const listNotificationUrls = ({
  triggers,
  deliveries,
  statistics,
  events,
  settings,
  now,
}: NotificationUrlPorts) =>
  route({
    ...about,
    method: 'get',
    access: 'read',
    summary: 'Lists the notification URLs with their triggers and what became of their deliveries',
    answers: { 200: { description: 'The notification URLs.', schema: notificationUrlsAnswer } },
    async handle({ caller: { environmentId } }) {
      const all = await triggers.list(environmentId);
      const urls = groupByUrl(all);
      const ago = (days: number) => new Date(now().getTime() - days * DAY_MS).toISOString();
      const uris = urls.map(({ uri }) => uri);
      const nowSeconds = Math.floor(now().getTime() / 1000);
      const thisHourSeconds = nowSeconds - (nowSeconds % HOUR_SECONDS);
      const [tallies, hours, unserved] = await Promise.all([
        deliveries.countByUrl({ environmentId, uris, since: ago(1) }),
        statistics.readUrlHours({
          environmentId,
          uris,
          fromSeconds: thisHourSeconds - (HOURS_OF_ATTEMPTS - 1) * HOUR_SECONDS,
          wholeHoursUntilSeconds: thisHourSeconds - HOUR_SECONDS,
        }),
        events.happenedTypes({
          environmentId,
          eventTypes: unservedEventTypes(all),
          since: ago(DAYS_OF_UNSERVED),
        }),
      ]);
      const tallyOf = new Map(tallies.map((tally) => [tally.uri, tally]));
      return [
        200,
        {
          notification_urls: urls.map((url) => ({
            ...presentNotificationUrl(url),
            last_24h: presentTally(tallyOf.get(url.uri), hours.get(url.uri)),
          })),
          used: urls.length,
          limit: settings.maxNotificationUrls,
          unserved_event_types: unserved,
        },
      ];
    },
  });

export const addNotificationUrl = (ports: NotificationUrlPorts) =>
  route({
    ...about,
    method: 'post',
    access: 'administer',
    summary: 'Makes a trigger for each of some event types of a URL, all or none',
    query: dryRunQuery,
    body: addNotificationUrlBody(ports.destinationGuard),
    answers: {
      200: { description: 'What it would be: with `dry_run`.', schema: changedUrlAnswer },
      201: { description: 'The URL with its triggers.', schema: changedUrlAnswer },
    },
    faults: [409],
    async handle({ caller: { environmentId }, query: { dry_run: isDry }, body, by }) {
      const wanted = { uri: body.uri, eventTypes: body.event_types };
      const terms = termsOf(ports, environmentId);
      const planned = await carryOut(ports, (existing) => planNewUrl(existing, wanted, terms), {
        environmentId,
        isDry,
        by,
      });
      return [isDry ? 200 : 201, presentChange(planned, body.uri)];
    },
  });

export const changeNotificationUrl = (ports: NotificationUrlPorts) =>
  route({
    ...about,
    method: 'put',
    access: 'administer',
    summary: 'Changes a URL, its event types or both: every trigger of it, all or none',
    query: dryRunQuery,
    body: changeNotificationUrlBody(ports.destinationGuard),
    answers: { 200: { description: 'The URL as it is now, or would be.', schema: changedUrlAnswer } },
    faults: [404, 409],
    async handle({ caller: { environmentId }, query: { dry_run: isDry }, body, by }) {
      const wanted = {
        uri: body.uri,
        newUri: body.new_uri,
        eventTypes: body.event_types,
        expectedEventTypes: body.expected_event_types,
      };
      const terms = termsOf(ports, environmentId);
      const planned = await carryOut(ports, (existing) => planUrlChange(existing, wanted, terms), {
        environmentId,
        isDry,
        by,
      });
      return [200, presentChange(planned, body.new_uri ?? body.uri)];
    },
  });

export const deleteNotificationUrl = (ports: NotificationUrlPorts) =>
  route({
    ...about,
    method: 'delete',
    access: 'administer',
    summary: 'Deletes every trigger of a URL; deliveries under way go on',
    body: deleteNotificationUrlBody,
    answers: { 200: { description: 'Deleted.', schema: deletedUrlAnswer } },
    faults: [404],
    async handle({ caller: { environmentId }, body: { uri }, by }) {
      const planned = await carryOut(ports, (existing) => planUrlDeletion(existing, uri), {
        environmentId,
        isDry: false,
        by,
      });
      return [200, { message: 'ok', deleted: planned.plan.deleted.length }];
    },
  });

interface Asked {
  readonly environmentId: string;
  readonly isDry: boolean;
  readonly by: Author;
}

/** A dry run makes the same plan of what is there, and leaves it at that. */
async function carryOut(
  { triggers }: NotificationUrlPorts,
  planOf: PlanOf,
  { environmentId, isDry, by }: Asked,
): Promise<Planned> {
  if (!isDry) return triggers.change(environmentId, planOf, by);
  const existing = await triggers.list(environmentId);
  return { plan: planOf(existing), existing };
}

function termsOf({ settings, newId, now }: NotificationUrlPorts, environmentId: string): PlanTerms {
  return { environmentId, limits: triggerLimits(settings), newId, at: now().toISOString() };
}

function presentChange({ plan, existing }: Planned, uri: string) {
  const url = groupByUrl(applyPlan(existing, plan)).find((each) => each.uri === uri);
  return { ...presentNotificationUrl(url ?? { uri, triggers: [] }), changes: presentPlan(plan) };
}

/** A URL as callers see it. */
function presentNotificationUrl(url: NotificationUrl) {
  return {
    uri: url.uri,
    event_types: url.triggers.map(({ eventType }) => eventType),
    triggers: url.triggers.map(presentTrigger),
    additive: additiveOf(url),
  };
}

/** The outcomes of a URL's deliveries in the last day, and of the attempts hour by hour. */
function presentTally(tally: UrlTally | undefined, hours: readonly UrlHour[] = []) {
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
function presentPlan({ created, moved, deleted }: TriggerPlan) {
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
