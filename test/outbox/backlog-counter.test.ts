import type { Backlog } from '../../src/domain/statistics/statistics';
import { createBacklogCounter } from '../../src/outbox/backlog-counter';
import { createServiceMetrics } from '../../src/metrics/service-metrics';
import { recordingLogger } from '../support/builders/recording-logger';

const counted: Backlog = {
  deliveriesPending: { sending: 3, waiting: 4 },
  failingHosts: 10,
  eventsUnstarted: 5,
  oldestUnstartedAgeSeconds: 6,
  pollMessages: { waiting: 7, claimed: 8 },
  consoleSessions: 9,
};

async function countOnce(countBacklog: () => Promise<Backlog>, metrics = createServiceMetrics('1.2.3')) {
  const logger = recordingLogger();
  const counter = createBacklogCounter({ countBacklog, report: metrics.backlogCounted, logger });
  counter.start();
  await counter.stop();
  const lines = (await metrics.text()).split('\n').filter((line) => /^webhooks_\w+(\{.*\})? \d/.test(line));
  return { metrics, logger, lines };
}

it('shows what was counted', async () => {
  const { lines } = await countOnce(async () => counted);
  expect(lines).toEqual(
    expect.arrayContaining([
      'webhooks_deliveries_pending{phase="sending"} 3',
      'webhooks_deliveries_pending{phase="waiting"} 4',
      'webhooks_failing_destination_hosts 10',
      'webhooks_events_unstarted 5',
      'webhooks_oldest_unstarted_event_age_seconds 6',
      'webhooks_poll_messages{state="waiting"} 7',
      'webhooks_poll_messages{state="claimed"} 8',
      'webhooks_console_sessions 9',
    ]),
  );
});

it('shows nothing rather than old counts while the database does not answer, and says so in the log', async () => {
  const { metrics } = await countOnce(async () => counted);
  const { lines, logger } = await countOnce(() => Promise.reject(new Error('gone')), metrics);
  expect(lines.filter((line) => /pending|failing|unstarted|poll_messages|sessions/.test(line))).toEqual([]);
  expect(logger.lines).toMatchObject([
    { level: 'warn', message: 'could not count what waits; the next round will', facts: { reason: 'gone' } },
  ]);
});

it('a process that counts nothing has no gauges of what waits', async () => {
  expect(await createServiceMetrics('1.2.3').text()).not.toMatch(/unstarted|pending/);
});
