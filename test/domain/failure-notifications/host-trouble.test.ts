import {
  beginTrouble,
  takeSign,
  takeTime,
  type FinalFailure,
  type HostSign,
  type HostTrouble,
} from '../../../src/domain/failure-notifications/host-trouble';

const at = (time: string) => `2026-03-14T${time}.000Z`;
const ERROR = { code: 'http_status', httpStatus: 503, message: 'the receiver answered 503' } as const;

function failed(time: string, runBegan = time): FinalFailure {
  return {
    kind: 'failed',
    deliveryId: `failed-${time}`,
    at: at(time),
    runBeganAt: at(runBegan),
    error: ERROR,
  };
}

function accepted(time: string): HostSign {
  return { kind: 'accepted', deliveryId: `accepted-${time}`, at: at(time) };
}

/** What is told, and what is known in the end. */
function after(first: FinalFailure, ...others: readonly HostSign[]) {
  let trouble: HostTrouble = beginTrouble('hooks.example.com', first);
  const told: string[] = [];
  for (const sign of [first, ...others]) {
    const step = takeSign(trouble, sign);
    trouble = step.trouble;
    if (step.tells) told.push(`${step.tells} ${sign.at.slice(11, 16)}`);
  }
  return { trouble, told };
}

describe('a host that fails for good', () => {
  it('is told at once, with when the run of that delivery began', () => {
    const { trouble, told } = after(failed('09:18:00', '09:00:00'));
    expect(told).toEqual(['destination_failing 09:18']);
    expect(trouble).toEqual({
      host: 'hooks.example.com',
      failingSince: at('09:00:00'),
      failedDeliveries: 1,
      lastError: ERROR,
      lastFailedAt: at('09:18:00'),
      lastDeliveryId: 'failed-09:18:00',
      toldAt: at('09:18:00'),
      isTold: true,
      recoveredAt: undefined,
    });
  });

  it('is told again with the first failure after an hour, and each failure counts', () => {
    const { trouble, told } = after(
      failed('09:00:00'),
      failed('09:59:59'),
      failed('10:00:00'),
      failed('10:30:00'),
    );
    expect(told).toEqual(['destination_failing 09:00', 'destination_failing 10:00']);
    expect(trouble).toMatchObject({ failedDeliveries: 4, failingSince: at('09:00:00') });
  });

  it('is well again with the first acceptance, which is told once', () => {
    const { trouble, told } = after(failed('09:00:00'), accepted('09:01:00'), accepted('09:02:00'));
    expect(told).toEqual(['destination_failing 09:00', 'destination_recovered 09:01']);
    expect(trouble).toMatchObject({ recoveredAt: at('09:01:00'), failedDeliveries: 1 });
  });

  it('that fails again within the hour is not told, and neither is the end of what was not told', () => {
    const { told } = after(
      failed('09:00:00'),
      accepted('09:01:00'),
      failed('09:02:00'),
      accepted('09:03:00'),
      failed('10:00:00'),
    );
    expect(told).toEqual([
      'destination_failing 09:00',
      'destination_recovered 09:01',
      'destination_failing 10:00',
    ]);
  });

  it('fails since it was well, where the run of the next failure began before', () => {
    const { trouble } = after(failed('09:00:00'), accepted('09:10:00'), failed('09:20:00', '09:05:00'));
    expect(trouble).toMatchObject({
      failingSince: at('09:10:00'),
      failedDeliveries: 1,
      recoveredAt: undefined,
    });
  });
});

describe('time that passes', () => {
  const again = after(failed('09:00:00'), accepted('09:01:00'), failed('09:02:00')).trouble;

  it('has a trouble told that came within the hour, an hour after the one before', () => {
    expect(takeTime(again, at('09:59:59')).tells).toBeUndefined();
    const { trouble, tells } = takeTime(again, at('10:00:00'));
    expect([tells, trouble.toldAt, trouble.isTold]).toEqual(['destination_failing', at('10:00:00'), true]);
  });

  it('has nothing told of one that was told, or is over', () => {
    const told = after(failed('09:00:00')).trouble;
    const over = takeSign(again, accepted('09:03:00')).trouble;
    expect([told, over].map((each) => takeTime(each, at('23:00:00')).tells)).toEqual([undefined, undefined]);
  });
});
