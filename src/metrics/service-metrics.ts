import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Attempt } from '../domain/deliveries/attempt';
import type { DeliveryStatus, RecordedAttempt } from '../domain/deliveries/delivery';
import type { Event } from '../domain/events/event';
import type { EventResolution } from '../domain/events/event-record';
import type { Backlog } from '../domain/statistics/statistics';

/** Bounds in seconds, up to the longest that a receiver usually gets. */
const ATTEMPT_BOUNDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];
const WAIT_BOUNDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
const REQUEST_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const STEP_BOUNDS = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];
const STATEMENT_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];
/** A delivery that was retried again and again makes no further series. */
const MAX_ATTEMPT_LABEL = 4;

/** An answer of the API, as far as the metrics tell of it. */
interface AnsweredRequest {
  /** The pattern of its path, without any value; `other` when no route matched. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

export type ServiceMetrics = ReturnType<typeof createServiceMetrics>;

/**
 * Makes the metrics of one process. No label names a host, a URL, a product environment or an id.
 * Source: docs/operations.md, "What to watch".
 */
export function createServiceMetrics(version: string) {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const histogram = <Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly Label[] = [],
  ) => new Histogram({ name, help, buckets, labelNames, registers });

  const answers = {
    accepted: counter('webhooks_events_accepted_total', 'Events stored and accepted', ['event_type']),
    duplicate: counter('webhooks_events_duplicate_total', 'Events that were accepted before', ['event_type']),
  };
  const toldNobody = counter('webhooks_events_told_nobody_total', 'Events without any destination', [
    'event_type',
  ]);
  const resolve = histogram(
    'webhooks_event_resolve_seconds',
    'From the acceptance of an event to the decision who is notified',
    WAIT_BOUNDS,
  );
  const toFirstAttempt = histogram(
    'webhooks_event_to_first_attempt_seconds',
    'From the acceptance of an event to the begin of the first attempt of each delivery',
    WAIT_BOUNDS,
  );
  const attempts = counter('webhooks_attempts_total', 'Attempts recorded', [
    'outcome',
    'error_code',
    'status_class',
    'attempt',
  ]);
  const attemptDuration = histogram(
    'webhooks_attempt_duration_seconds',
    'From the name lookup to the head of the answer, or to the failure',
    ATTEMPT_BOUNDS,
    ['outcome'],
  );
  const lateness = histogram(
    'webhooks_retry_lateness_seconds',
    'From the due time of a further attempt to its begin',
    WAIT_BOUNDS,
  );
  const finished = counter('webhooks_deliveries_finished_total', 'Deliveries that attempts have ended', [
    'status',
  ]);
  const fallbacks = counter(
    'webhooks_template_fallbacks_total',
    'Default bodies sent in place of a template',
  );
  const filterErrors = counter('webhooks_filter_errors_total', 'Filters that failed for an event');
  const keyMissing = counter('webhooks_signing_key_missing_total', 'Attempts that no enabled key could sign');
  const placesInUse = new Gauge({
    name: 'webhooks_destination_places_in_use',
    help: 'Attempts in progress in this process',
    registers,
  });
  const busy = counter('webhooks_destination_busy_total', 'Attempts deferred: their destination was busy');
  const swept = counter('webhooks_sweeper_started_total', 'Workflows started by the sweeper');
  const mended = counter('webhooks_mended_total', 'Repairs by the reconciler', ['action']);
  const purged = counter('webhooks_purged_rows_total', 'Rows deleted because of their age', ['table']);
  const purgeSteps = histogram(
    'webhooks_purge_step_seconds',
    'Transactions of the purge, without the wait for a connection',
    STEP_BOUNDS,
  );
  const requests = histogram(
    'http_server_request_duration_seconds',
    'From a request of the API to its answer; long polls included',
    REQUEST_BOUNDS,
    ['http_route', 'http_request_method', 'http_response_status_code'],
  );
  const limited = counter('webhooks_rate_limited_total', 'Requests answered 429', ['limit']);
  const statements = histogram(
    'webhooks_database_seconds',
    'From a statement to its answer, without the wait for a connection',
    STATEMENT_BOUNDS,
    ['operation'],
  );
  new Gauge({
    name: 'webhooks_build_info',
    help: 'Always 1',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);
  let backlog: ReturnType<typeof backlogGauges> | undefined;

  return {
    /** In Prometheus' text format. */
    text: () => registry.metrics(),

    eventAnswered(eventType: string, result: 'accepted' | 'duplicate' | 'conflict'): void {
      if (result !== 'conflict') answers[result].inc({ event_type: eventType });
    },

    eventResolved(
      { receivedAt }: Pick<Event, 'receivedAt'>,
      { eventType, resolvedAt, verdicts, deliveries }: EventResolution,
    ): void {
      resolve.observe(secondsBetween(receivedAt, resolvedAt));
      if (deliveries.length === 0) toldNobody.inc({ event_type: eventType });
      filterErrors.inc(verdicts.filter(({ verdict }) => verdict === 'filter_error').length);
      fallbacks.inc(deliveries.filter(({ templateFallback }) => templateFallback !== undefined).length);
    },

    /** @param status of the delivery, after it. */
    attemptRecorded({ attemptNumber, outcome }: Attempt, status: DeliveryStatus): void {
      const errorCode = outcome.kind === 'delivered' ? '' : outcome.errorCode;
      attempts.inc({
        outcome: outcome.kind,
        error_code: errorCode,
        status_class: outcome.kind === 'unreachable' ? '' : `${Math.floor(outcome.httpStatus / 100)}xx`,
        attempt: attemptNumber > MAX_ATTEMPT_LABEL ? 'later' : String(attemptNumber),
      });
      attemptDuration.observe({ outcome: outcome.kind }, outcome.durationMs / 1000);
      if (errorCode === 'signing_key_disabled') keyMissing.inc();
      if (status !== 'pending') finished.inc({ status });
    },

    firstAttemptRecorded({ delivery: { event }, attempt }: RecordedAttempt): void {
      if (attempt.attemptNumber !== 1 || !event) return;
      toFirstAttempt.observe(secondsBetween(event.receivedAt, attempt.startedAt));
    },

    deliveryCancelled: () => finished.inc({ status: 'cancelled' }),
    /** Both are ISO text, UTC. */
    retryBegun: (dueAt: string, begunAt: string) => lateness.observe(secondsBetween(dueAt, begunAt)),
    placeTaken: () => placesInUse.inc(),
    placeLeft: () => placesInUse.dec(),
    destinationWasBusy: () => busy.inc(),
    sweeperStarted: (workflows: number) => swept.inc(workflows),
    mended: (action: string) => mended.inc({ action }),
    rowsPurged: (table: string, rows: number) => purged.inc({ table }, rows),
    purgeStepTaken: (seconds: number) => purgeSteps.observe(seconds),

    requestAnswered: ({ route, method, status, seconds }: AnsweredRequest) =>
      requests.observe(
        { http_route: route, http_request_method: method, http_response_status_code: status },
        seconds,
      ),
    rateLimited: (limit: string) => limited.inc({ limit }),
    statementAnswered: (operation: string, seconds: number) => statements.observe({ operation }, seconds),

    /** @param counted `undefined` while the database does not answer: then there are no series, rather than old values. */
    backlogCounted(counted: Backlog | undefined): void {
      backlog ??= backlogGauges(registry);
      backlog.set(counted);
    },
  };
}

/** Made by the process that counts: another one must not say 0. */
function backlogGauges(registry: Registry) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const pending = gauge('webhooks_deliveries_pending', 'Deliveries in progress or waiting', ['phase']);
  const failingHosts = gauge(
    'webhooks_failing_destination_hosts',
    'Hosts whose last attempt failed, counted for each product environment',
  );
  const unstarted = gauge('webhooks_events_unstarted', 'Events stored whose workflow is not known to run');
  const oldest = gauge('webhooks_oldest_unstarted_event_age_seconds', 'Age of the oldest of them; 0 without');
  const messages = gauge('webhooks_poll_messages', 'Notifications in channels', ['state']);
  const sessions = gauge('webhooks_console_sessions', 'Sessions of the Console that have not expired');
  return {
    set(counted: Backlog | undefined): void {
      if (!counted) {
        for (const each of [pending, messages]) each.reset();
        for (const each of [failingHosts, unstarted, oldest, sessions]) each.remove();
        return;
      }
      for (const [phase, count] of Object.entries(counted.deliveriesPending)) pending.set({ phase }, count);
      for (const [state, count] of Object.entries(counted.pollMessages)) messages.set({ state }, count);
      failingHosts.set(counted.failingHosts);
      unstarted.set(counted.eventsUnstarted);
      oldest.set(counted.oldestUnstartedAgeSeconds);
      sessions.set(counted.consoleSessions);
    },
  };
}

/** Never below 0: the clocks of two processes may differ by some milliseconds. */
function secondsBetween(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from)) / 1000;
}
