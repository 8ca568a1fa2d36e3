import { createServiceMetrics } from '../../src/metrics/service-metrics';
import { observeDeliveries, observeIntake, observePlaces } from '../../src/metrics/observe-work';
import type { Attempt } from '../../src/domain/deliveries/attempt';
import type { DeliveryStatus } from '../../src/domain/deliveries/delivery';
import type { PostedContent } from '../../src/domain/events/event';
import { aDelivery } from '../support/builders/a-delivery';
import { anEvent } from '../support/builders/an-event';

const linesOf = async (metrics: { text(): Promise<string> }, name: string) =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith(`${name}`));

const content: PostedContent = { meaning: {}, asPosted: {} };

it('counts each event of a batch by its answer, and a conflict as neither', async () => {
  const metrics = createServiceMetrics('1');
  const answers = ['accepted', 'duplicate', 'conflict'] as const;
  const intake = observeIntake(
    {
      publish: async () => 'conflict',
      publishMany: async () => answers,
    },
    metrics,
  );
  expect(await intake.publish(anEvent(), 'demo', content)).toBe('conflict');
  const publications = ['a', 'b', 'c'].map((eventId) => ({
    event: anEvent({ eventId }),
    content,
  }));
  expect(await intake.publishMany(publications, 'demo')).toEqual(answers);
  expect((await linesOf(metrics, 'webhooks_events')).sort()).toEqual([
    'webhooks_events_accepted_total{event_type="upload"} 1',
    'webhooks_events_duplicate_total{event_type="upload"} 1',
  ]);
});

const unsigned: Attempt = {
  deliveryId: 'dlv1',
  attemptNumber: 9,
  startedAt: '2026-03-14T09:26:53.600Z',
  requestHeaders: {},
  outcome: { kind: 'unreachable', errorCode: 'signing_key_disabled', errorMessage: '', durationMs: 0 },
};

it('counts attempts by outcome, those beyond the fourth together, and the end of their delivery', async () => {
  const metrics = createServiceMetrics('1');
  let status: DeliveryStatus = 'pending';
  const deliveries = observeDeliveries(
    { recordAttempt: async (_attempt: Attempt, _after: object) => status, markCancelled: async () => true },
    metrics,
  );
  await deliveries.recordAttempt(unsigned, {});
  expect(await linesOf(metrics, 'webhooks_deliveries_finished_total')).toEqual([]);
  status = 'failed';
  await deliveries.recordAttempt(unsigned, {});
  await deliveries.markCancelled('dlv2', '2026-03-14T09:26:53.600Z');
  expect(await linesOf(metrics, 'webhooks_attempts_total')).toEqual([
    'webhooks_attempts_total{outcome="unreachable",error_code="signing_key_disabled",status_class="",attempt="later"} 2',
  ]);
  expect(await linesOf(metrics, 'webhooks_signing_key_missing_total')).toEqual([
    'webhooks_signing_key_missing_total 2',
  ]);
  expect(await linesOf(metrics, 'webhooks_deliveries_finished_total')).toEqual([
    'webhooks_deliveries_finished_total{status="failed"} 1',
    'webhooks_deliveries_finished_total{status="cancelled"} 1',
  ]);
});

it('times first attempts from the acceptance of their event, and no further ones', async () => {
  const metrics = createServiceMetrics('1');
  const event = { receivedAt: '2026-03-14T09:26:53.400Z', requestId: 'a'.repeat(32) };
  for (const attemptNumber of [1, 2]) {
    metrics.firstAttemptRecorded({
      delivery: aDelivery({ event }),
      attempt: { ...unsigned, attemptNumber },
      after: { status: 'pending', nextAttemptAt: undefined },
      begunAt: '2026-03-14T09:26:53.500Z',
    });
  }
  const lines = await linesOf(metrics, 'webhooks_event_to_first_attempt_seconds');
  expect(lines).toEqual(
    expect.arrayContaining([
      'webhooks_event_to_first_attempt_seconds_sum 0.2',
      'webhooks_event_to_first_attempt_seconds_count 1',
    ]),
  );
});

it('counts a delivery that had ended before its cancellation once', async () => {
  const metrics = createServiceMetrics('1');
  const deliveries = observeDeliveries(
    {
      recordAttempt: async (_attempt: Attempt, _after: object): Promise<DeliveryStatus> => 'pending',
      markCancelled: async () => false,
    },
    metrics,
  );
  await deliveries.markCancelled('dlv1', '2026-03-14T09:26:53.600Z');
  expect(await linesOf(metrics, 'webhooks_deliveries_finished_total')).toEqual([]);
});

it('counts places while attempts have them, and each deferral', async () => {
  const metrics = createServiceMetrics('1');
  const left: unknown[] = [];
  const place = { kind: 'admitted', leave: (outcome: unknown) => void left.push(outcome) } as const;
  let isBusy = false;
  const places = observePlaces(
    {
      ask: async (_request: object) => (isBusy ? ({ kind: 'refused', reason: 'busy' } as const) : place),
      askForQuick: ({ waits }: { readonly waits: boolean }) =>
        isBusy ? undefined : waits ? Promise.resolve(place) : place,
    },
    metrics,
  );
  const inUse = () => linesOf(metrics, 'webhooks_destination_places_in_use');
  const first = await places.ask({});
  const second = await places.askForQuick({ waits: false });
  const third = await places.askForQuick({ waits: true });
  expect(await inUse()).toEqual(['webhooks_destination_places_in_use 3']);
  if (first.kind === 'admitted') first.leave(undefined);
  second?.leave(unsigned.outcome);
  third?.leave(undefined);
  expect(await inUse()).toEqual(['webhooks_destination_places_in_use 0']);
  expect(left).toEqual([undefined, unsigned.outcome, undefined]);
  isBusy = true;
  expect(await places.ask({})).toEqual({ kind: 'refused', reason: 'busy' });
  expect(places.askForQuick({ waits: false })).toBeUndefined();
  expect(await linesOf(metrics, 'webhooks_destination_busy_total')).toEqual([
    'webhooks_destination_busy_total 1',
  ]);
});
