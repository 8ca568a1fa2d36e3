import { purgeMetricsIn } from '../../bench/purge/purge-metrics';
import { createServiceMetrics } from '../../src/metrics/service-metrics';

const metrics = () => createServiceMetrics('1.2.3');

it('reads events, steps and a bound of the longest step from what the service shows', async () => {
  const { rowsPurged, purgeStepTaken, text } = metrics();
  for (const seconds of [0.002, 0.02, 0.004]) purgeStepTaken(seconds);
  rowsPurged('events', 40);
  rowsPurged('events', 2);
  rowsPurged('attempts', 7);
  expect(purgeMetricsIn(await text())).toEqual({ events: 42, steps: 3, longestStepAtMostMs: 25 });
});

it('knows no bound of a step above the highest', async () => {
  const { purgeStepTaken, text } = metrics();
  purgeStepTaken(6);
  expect(purgeMetricsIn(await text())).toMatchObject({ steps: 1, longestStepAtMostMs: Infinity });
});

it('counts nothing before the first step', async () => {
  expect(purgeMetricsIn(await metrics().text())).toEqual({ events: 0, steps: 0, longestStepAtMostMs: 0 });
});
