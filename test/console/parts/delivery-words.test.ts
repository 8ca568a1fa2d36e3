import { countdownWords, spanWords } from '../../../src/console/parts/countdown-words';
import { deliveryWords } from '../../../src/console/parts/delivery-words';
import { errorText, errorWords } from '../../../src/console/parts/error-words';
import { forbiddenReasons } from '../../../src/console/parts/delivery-actions';
import { deliveryHeadline } from '../../../src/console/pages/delivery/delivery-headline';
import { DELIVERY_ERROR_CODES } from '../../../src/domain/deliveries/delivery';

const uri = 'https://hooks.example.com/cld';
const AT = '2026-03-14T09:30:00.000Z';

it.each([
  [252_000, '4:12'],
  [251_001, '4:12'],
  [9_000, '0:09'],
  [3_723_000, '1:02:03'],
  [1, '0:01'],
  [0, 'due now'],
  [-5_000, 'due now'],
])('%d ms before an attempt it says "%s"', (leftMs, words) => {
  expect(countdownWords(1_000_000 + leftMs, 1_000_000)).toBe(words);
});

it.each([
  [0, '0 ms'],
  [41, '41 ms'],
  [2_540, '2.5 s'],
  [20_004, '20 s'],
  [180_000, '3 min'],
  [3_600_000, '1 h'],
  [3_900_000, '1 h 5 min'],
])('a span of %d ms is "%s"', (ms, words) => {
  expect(spanWords(ms)).toBe(words);
});

it('every code of a delivery has its words and what to do, and one of a later version is shown as it is', () => {
  for (const code of DELIVERY_ERROR_CODES) {
    expect(errorText(code, undefined)).not.toBe(code);
    expect(errorWords(code)?.advice).toMatch(/\.$/);
  }
  expect(errorText('http_status', 503)).toBe('Answered 503');
  expect([errorText('of_2030', 503), errorWords('of_2030')]).toEqual(['of_2030', undefined]);
});

it('tells a pending delivery that is being sent from one that waits', () => {
  expect(deliveryWords({ uri, status: 'pending', next_attempt_at: null }).text).toBe('Sending');
  const uriOfChannel = 'poll://orders';
  expect(deliveryWords({ uri: uriOfChannel, status: 'pending', next_attempt_at: null }).text).toBe(
    'In its channel',
  );
  expect(deliveryWords({ uri, status: 'pending', next_attempt_at: AT }).text).toBe('Waiting to retry');
});

describe('the headline', () => {
  type Told = Parameters<typeof deliveryHeadline>[0];
  const delivery: Told = {
    uri,
    status: 'pending',
    attempt_count: 0,
    next_attempt_at: null,
    waiting_for: null,
    runs: [{ first_attempt_number: 1 }],
    last_error_code: null,
    last_http_status: null,
    attempts: [],
  };
  const attempts = (...outcomes: readonly ('rejected' | 'unreachable')[]) =>
    outcomes.map((outcome, index) => ({ attempt_number: index + 1, outcome }));

  it.each<[Partial<Told>, string]>([
    [{}, 'Sending for the first time'],
    [{ attempt_count: 2 }, 'Sending, attempt 3'],
    [{ waiting_for: 'a place at its URL' }, 'Waiting for a place: a place at its URL'],
    [{ next_attempt_at: AT, attempts: attempts('rejected') }, 'Refused once, next attempt'],
    [{ next_attempt_at: AT, attempts: attempts('rejected', 'rejected') }, 'Refused twice, next attempt'],
    [
      { next_attempt_at: AT, attempts: attempts('rejected', 'unreachable', 'rejected') },
      'Failed 3 times, next attempt',
    ],
    [
      {
        next_attempt_at: AT,
        attempts: attempts('unreachable', 'rejected'),
        runs: [{ first_attempt_number: 1 }, { first_attempt_number: 2 }],
      },
      'Refused once, next attempt',
    ],
    [{ status: 'delivered', attempt_count: 1 }, 'Delivered at the first attempt'],
    [{ status: 'delivered', attempt_count: 3 }, 'Delivered at attempt 3'],
    [
      { status: 'failed', attempt_count: 4, last_error_code: 'connection_refused' },
      'Failed after 4 attempts: connection refused',
    ],
    [
      { status: 'failed', attempt_count: 1, last_error_code: 'tls_error' },
      'Failed after 1 attempt: TLS failed',
    ],
    [{ status: 'cancelled', attempt_count: 0 }, 'Cancelled before the first attempt'],
    [{ status: 'cancelled', attempt_count: 2 }, 'Cancelled after 2 attempts'],
    [{ uri: 'poll://orders' }, 'Waiting for a client that polls its channel'],
    [{ uri: 'poll://orders', status: 'delivered' }, 'Acknowledged by a client'],
    [
      { uri: 'poll://orders', status: 'failed', last_error_code: 'not_polled' },
      'Failed: nobody asked in time',
    ],
    [{ uri: 'poll://orders', status: 'cancelled' }, 'Cancelled, and out of its channel'],
  ])('of %j is "%s"', (changes, headline) => {
    expect(deliveryHeadline({ ...delivery, ...changes })).toBe(headline);
  });
});

it('what may be asked of a delivery follows from where it stands and from the role', () => {
  const allowed = (status: 'pending' | 'delivered', next_attempt_at: string | null, role: 'admin' | 'read') =>
    Object.entries(forbiddenReasons({ uri, status, next_attempt_at }, { role }))
      .filter(([, reason]) => reason === undefined)
      .map(([name]) => name);
  expect(allowed('pending', AT, 'admin')).toEqual(['retry', 'cancel']);
  expect(allowed('pending', null, 'admin')).toEqual(['cancel']);
  expect(allowed('delivered', null, 'admin')).toEqual(['sendAgain']);
  expect(allowed('pending', AT, 'read')).toEqual([]);
});
