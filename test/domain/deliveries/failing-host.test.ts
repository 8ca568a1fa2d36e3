import { hostFailure, type HostDelivery } from '../../../src/domain/deliveries/failing-host';

const at = (minute: number) => `2026-03-14T09:${String(minute).padStart(2, '0')}:00.000Z`;
const delivery = (
  status: HostDelivery['status'],
  [created, updated]: readonly [number, number],
  lastErrorCode?: HostDelivery['lastErrorCode'],
): HostDelivery => ({
  status,
  lastErrorCode,
  lastHttpStatus: lastErrorCode === 'http_status' ? 503 : undefined,
  createdAt: at(created),
  updatedAt: at(updated),
});

it('fails when its last attempt failed, since the oldest delivery that nothing was accepted after', () => {
  const deliveries = [
    delivery('delivered', [1, 2]),
    delivery('failed', [10, 30], 'timeout'),
    delivery('pending', [20, 31], 'http_status'),
    delivery('pending', [32, 32]),
  ];
  const failure = { failingSince: at(10), lastErrorCode: 'http_status', lastHttpStatus: 503 };
  expect(hostFailure(deliveries)).toEqual(failure);
  expect(hostFailure(deliveries.toReversed())).toEqual(failure);
});

it('fails at the earliest since it accepted something, whenever the delivery began', () => {
  const deliveries = [delivery('pending', [5, 25], 'timeout'), delivery('delivered', [20, 20])];
  expect(hostFailure(deliveries)).toMatchObject({ failingSince: at(20), lastErrorCode: 'timeout' });
});

it.each([
  ['nothing was sent', []],
  ['nothing was attempted', [delivery('pending', [1, 1])]],
  ['something was accepted since', [delivery('failed', [1, 9], 'timeout'), delivery('delivered', [8, 10])]],
  ['what failed was cancelled', [delivery('cancelled', [1, 9], 'timeout')]],
])('does not fail when %s', (_why, deliveries) => {
  expect(hostFailure(deliveries)).toBeUndefined();
});
