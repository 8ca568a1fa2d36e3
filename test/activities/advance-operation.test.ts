import type { ApplicationFailure } from '@temporalio/common';
import { advanceOperation, type AdvanceOperationInput } from '../../src/activities/advance-operation';
import type { OperationReport } from '../../src/domain/operations/operation';
import { anOperationRecord } from '../support/builders/an-operation';
import { databases } from '../support/databases/databases';
import { useStores } from '../support/databases/use-stores';
import { ENVIRONMENT } from '../support/builders/an-environment';

const KEY = { environmentId: 'env1', operationId: 'op1' };
const NOW = '2026-03-14T10:00:00.000Z';
const UPLOADED: OperationReport = { kind: 'uploaded', payload: { public_id: 'cat' } };

describe.each(databases)('advancing an operation on $name', ({ open }) => {
  const stores = useStores(open);

  /** An upload with an asynchronous eager transformation, of which this was reported. */
  async function arrange(...reports: readonly OperationReport[]) {
    const { operations } = stores;
    const request = { notification_url: 'https://n.example/', eager: 'c_pad', eager_async: true };
    await operations.insert(anOperationRecord({ request }), 'h');
    for (const [index, report] of reports.entries()) {
      await operations.insertReport({ ...KEY, report, contentHash: `${index}`, receivedAt: NOW });
    }
    const offered: unknown[] = [];
    const deps = {
      operations,
      dispatches: { offer: (event: unknown) => void offered.push(event) },
      now: () => new Date(NOW),
    };
    const advance = (input: Partial<AdvanceOperationInput> = {}) =>
      advanceOperation(deps, { ...KEY, cloudName: ENVIRONMENT.cloudName, ...input });
    return { operations, offered, advance };
  }
  const storedEvents = () => stores.db('events').orderBy('event_id').pluck('event_id');

  it('stores the events that are due and has them dispatched', async () => {
    const { advance, offered } = await arrange(UPLOADED);
    expect(await advance()).toEqual({ ended: false, emitted: ['op1.upload'] });
    expect(await storedEvents()).toEqual(['op1.upload']);
    expect(offered).toEqual([
      { environmentId: 'env1', cloudName: ENVIRONMENT.cloudName, eventId: 'op1.upload', eventType: 'upload' },
    ]);
  });

  it('has the same result when it runs again, emits nothing more, and leaves what was not started to the sweeper', async () => {
    const { advance, offered } = await arrange(UPLOADED);
    expect(await advance()).toEqual(await advance());
    expect(offered).toHaveLength(1);
    const unstarted = await stores.events.listUnstarted('2027', 10);
    expect(unstarted.map(({ eventId }) => eventId)).toEqual(['op1.upload']);
  });

  it('applies reports that have come before a deadline that has passed', async () => {
    const inTime: OperationReport = {
      kind: 'eager_completed',
      eager: [{ transformation: 'c_pad', bytes: 1 }],
    };
    const { advance } = await arrange(UPLOADED, inTime);
    expect(await advance({ overdue: 'eager' })).toEqual({
      ended: true,
      emitted: ['op1.upload', 'op1.eager'],
    });
    const { payload } = (await stores.events.find('env1', 'op1.eager')) ?? {};
    expect(payload).toMatchObject({ eager: [{ transformation: 'c_pad', bytes: 1 }] });
  });

  it('ends what is overdue, once', async () => {
    const { advance, offered } = await arrange(UPLOADED);
    await advance({ overdue: 'eager' });
    expect(await advance({ overdue: 'eager' })).toEqual({
      ended: true,
      emitted: ['op1.upload', 'op1.eager'],
    });
    expect(offered).toHaveLength(2);
  });

  it('fails for good when there is no such operation', async () => {
    const { advance } = await arrange();
    const failure = await advance({ operationId: 'gone' }).catch((error: ApplicationFailure) => error);
    expect(failure).toMatchObject({
      type: 'OperationNotFound',
      nonRetryable: true,
      message: 'operation gone does not exist',
    });
  });
});
