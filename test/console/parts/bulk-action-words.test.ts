import {
  bulkFilterText,
  bulkMeaning,
  deliveriesText,
  hadTheirTurn,
  leftAloneText,
  measuredRate,
} from '../../../src/console/parts/bulk-action-words';

it('counts deliveries in words', () => {
  expect([1, 2, 1_204].map(deliveriesText)).toEqual(['1 delivery', '2 deliveries', '1,204 deliveries']);
});

it.each([
  [{}, 'all deliveries'],
  [{ destination_host: 'hooks.example.com', status: 'failed' }, 'host hooks.example.com · status failed'],
  [{ error_code: 'timeout', http_status: 503 }, 'last error No answer in time · HTTP status 503'],
  [{ status: 'failed', test: false }, 'status failed · no tests'],
  [{ test: 'true' }, 'tests alone'],
  [{ ids: ['a', 'b'] }, '2 deliveries by id'],
  [{ of_a_later_version: 'x\u202ey' }, 'of_a_later_version x‹U+202E›y'],
])('says which deliveries %p chooses', (filter, text) => {
  expect(bulkFilterText(filter)).toBe(text);
});

it('says what is left alone, and nothing of what there is none of', () => {
  const none = { sending: 0, waiting: 0, delivered: 0, failed: 0, cancelled: 0 };
  expect(leftAloneText(none)).toBe('');
  expect(leftAloneText({ ...none, delivered: 1_200, sending: 3 })).toBe('3 being sent, 1,200 delivered');
  expect(leftAloneText({ ...none, waiting: 1 })).toBe('1 waiting in a channel');
});

it('says that receivers get something again only where that is meant', () => {
  const again = /get again what was delivered/;
  expect(bulkMeaning('retry', true).join(' ')).toMatch(again);
  expect(bulkMeaning('retry', false).join(' ')).not.toMatch(again);
  expect(bulkMeaning('cancel', false).join(' ')).toContain('can be retried');
});

describe('the measured rate', () => {
  const action = {
    total: 100,
    done: 30,
    failed: 6,
    skipped: [{ count: 4 }],
    started_at: '2026-03-14T09:26:50.000Z',
    ended_at: null,
  };
  const nowMs = Date.parse('2026-03-14T09:26:55.000Z');

  it('is of all that have had their turn, up to now or to the end', () => {
    expect(hadTheirTurn(action)).toBe(40);
    expect(measuredRate(action, nowMs)).toBe(8);
    expect(measuredRate({ ...action, ended_at: '2026-03-14T09:27:00.000Z' }, nowMs)).toBe(4);
  });

  it('is not known before the start, nor before the first turn, and never counts less than a second', () => {
    expect(measuredRate({ ...action, started_at: null }, nowMs)).toBeUndefined();
    expect(measuredRate({ ...action, done: 0, failed: 0, skipped: [] }, nowMs)).toBeUndefined();
    expect(measuredRate(action, Date.parse(action.started_at))).toBe(40);
  });
});
