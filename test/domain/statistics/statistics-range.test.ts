import { statisticsRange } from '../../../src/domain/statistics/statistics';

const NOW = Date.parse('2026-03-14T09:26:53Z') / 1000;
const at = (text: string) => Date.parse(`2026-03-${text}Z`) / 1000;
const range = (asked: Parameters<typeof statisticsRange>[0]) => statisticsRange(asked, NOW);

it('is the last day when nothing is asked for, widened to whole buckets', () => {
  expect(range({ bucket: '15m' })).toEqual({
    fromSeconds: at('13T09:15:00'),
    toSeconds: at('14T09:30:00'),
    bucketSeconds: 900,
  });
});

it('keeps borders that are those of buckets', () => {
  const asked = { from: '2026-03-14T08:00:00.000Z', to: '2026-03-14T09:00:00.000Z', bucket: '1m' } as const;
  expect(range(asked)).toEqual({
    fromSeconds: at('14T08:00:00'),
    toSeconds: at('14T09:00:00'),
    bucketSeconds: 60,
  });
});

it.each([
  [
    { from: '2026-03-14T08:00:00Z', to: '2026-03-14T08:00:00Z', bucket: '1h' },
    'to: got 2026-03-14T08:00:00.000Z, expected a time after from, 2026-03-14T08:00:00.000Z',
  ],
  [
    { from: '2026-03-12T09:00:00Z', bucket: '15m' },
    'from: got 2026-03-12T09:00:00.000Z, expected a time within the last 48 hours for bucket 15m, or bucket 1h or 1d',
  ],
  [
    { from: '2025-11-01T00:00:00Z', bucket: '1d' },
    'from: got 2025-11-01T00:00:00.000Z, expected a time within the last 2160 hours for bucket 1d',
  ],
  [
    { from: '2026-03-12T10:00:00Z', bucket: '1m' },
    'bucket: got 1m, of which the time has 2847, expected at most 1500: a longer bucket or a shorter time',
  ],
] as const)('refuses %j', (asked, message) => {
  expect(() => range(asked)).toThrow(message);
});
