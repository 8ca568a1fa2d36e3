import { advanceBulkAction, type BulkActionDependencies } from '../../src/activities/advance-bulk-action';
import type { BulkItem } from '../../src/domain/bulk-actions/bulk-action';
import type { Delivery } from '../../src/domain/deliveries/delivery';
import { UnavailableError } from '../../src/domain/errors';
import { aDelivery } from '../support/builders/a-delivery';

type Asked = Parameters<BulkActionDependencies['bulkActions']['complete']>[1];

interface Given {
  readonly kind?: 'retry' | 'cancel';
  readonly isRepeated?: boolean;
  readonly items: readonly BulkItem[];
  readonly now: readonly Delivery[];
  readonly control?: Partial<BulkActionDependencies['deliveryControl']>;
}

const failed = (id: string) => aDelivery({ id, status: 'failed', attemptCount: 4 });

async function advance({ kind = 'retry', isRepeated = false, items, now, control }: Given) {
  const asked: [string, number][] = [];
  const completed: Asked[] = [];
  const result = advanceBulkAction(
    {
      bulkActions: {
        take: async () => ({ number: 7, kind, items, isRepeated }),
        complete: async (_id, result) => void completed.push(result),
      },
      deliveries: {
        find: async (id) => now.find((each) => each.id === id),
        markCancelled: async () => true,
      },
      deliveryControl: {
        retry: async (_cloudName, { id, attemptCount }) => {
          asked.push([id, attemptCount]);
          return 'new_run';
        },
        cancel: async () => 'cancelling',
        ...control,
      },
      isDatabaseUnavailable: () => false,
      heartbeat: () => undefined,
      now: () => new Date('2026-03-14T09:26:53.589Z'),
    },
    { cloudName: 'demo', bulkActionId: 'bulk1' },
  );
  return { result, asked, completed };
}

const outcomes = ([result]: readonly Asked[]) => result?.outcomes.map(({ id, outcome }) => [id, outcome]);

it('asks for each delivery of a batch, and counts it', async () => {
  const items = ['a', 'b'].map(failed);
  const { result, asked, completed } = await advance({ items, now: items });
  expect(await result).toEqual({ ended: false });
  expect(asked.sort()).toEqual([
    ['a', 4],
    ['b', 4],
  ]);
  expect(outcomes(completed)).toEqual([
    ['a', 'done'],
    ['b', 'done'],
  ]);
});

it('asks only for what has not moved when a worker was lost over the same batch', async () => {
  const items = ['a', 'b'].map(failed);
  const now = [{ ...failed('a'), attemptCount: 5 }, failed('b')];
  const { result, asked, completed } = await advance({ items, now, isRepeated: true });
  await result;
  expect(asked).toEqual([['b', 4]]);
  expect(outcomes(completed)).toEqual([
    ['a', 'done'],
    ['b', 'done'],
  ]);
});

it('counts one that cannot be asked for as failed, and goes on with the others', async () => {
  const items = ['a', 'b'].map(failed);
  const retry = async (_cloudName: string, { id }: Delivery) => {
    if (id === 'a') throw new Error('too long');
    return 'new_run' as const;
  };
  const { result, completed } = await advance({ items, now: items, control: { retry } });
  await result;
  expect(outcomes(completed)).toEqual([
    ['a', 'failed'],
    ['b', 'done'],
  ]);
  expect(completed[0]?.lastFailure).toBe('a: too long');
});

it('counts nothing while Temporal does not answer, so that the batch is taken again', async () => {
  const items = [failed('a')];
  const retry = async () => {
    throw new UnavailableError('Temporal does not answer: try again');
  };
  const { result, completed } = await advance({ items, now: items, control: { retry } });
  await expect(result).rejects.toThrow(UnavailableError);
  expect(completed).toEqual([]);
});

it('records the cancellation of a delivery that has no run', async () => {
  const items = [aDelivery({ id: 'a', attemptCount: 1 })];
  const cancel = async () => 'not_running' as const;
  const { result, completed } = await advance({ kind: 'cancel', items, now: items, control: { cancel } });
  await result;
  expect(outcomes(completed)).toEqual([['a', 'done']]);
});
