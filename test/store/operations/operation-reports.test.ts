import type { OperationRecord, OperationReport } from '../../../src/domain/operations/operation';
import { operationStep } from '../../../src/domain/operations/operation-step';
import { anEvent } from '../../support/builders/an-event';
import { anOperationRecord, OPERATION_KEY as KEY } from '../../support/builders/an-operation';
import { databases } from '../../support/databases/databases';
import { useOperationStore } from '../../support/databases/use-operation-store';

const LATER = '2026-03-14T09:27:00.000Z';
const LATEST = '2026-03-14T09:28:00.000Z';

const UPLOADED: OperationReport = { kind: 'uploaded', payload: { z: 'Kästchen \u0000', public_id: 'cat' } };
const FAILED: OperationReport = { kind: 'failed', error: { message: 'too late' } };

/** What the activity decides. */
const decide = (record: OperationRecord, reports: readonly OperationReport[]) =>
  operationStep(record, reports, LATER);

describe.each(databases)('advancing a stored operation on $name', ({ open }) => {
  const stores = useOperationStore(open);
  const { report } = stores;

  it('hands over the operation and its reports in the order of receipt', async () => {
    const announced = anOperationRecord({ request: { eager: 'a|b|c' } });
    await stores.operations.insert(announced, 'h');
    const reported = ['c', 'a', 'b'].map((transformation): OperationReport => {
      return { kind: 'eager_completed', eager: [{ transformation }] };
    });
    for (const [index, each] of reported.entries()) await report(each, String(index));
    const seen: unknown[] = [];
    await stores.operations.advance(KEY, LATER, (record, reports) => {
      seen.push(record, reports);
      return decide(record, reports);
    });
    expect(seen).toEqual([announced, reported]);
  });

  it('stores the state, the answer, the end and the events', async () => {
    const request = { notification_url: 'https://n.example/' };
    await stores.operations.insert(anOperationRecord({ request }), 'h');
    await report(UPLOADED);
    const step = await stores.operations.advance(KEY, LATER, decide);

    const response = { outcome: 'succeeded', body: { z: 'Kästchen \u0000', public_id: 'cat' } };
    expect(await stores.operations.find(KEY)).toMatchObject({
      operation: step?.operation,
      response,
      endedAt: LATER,
      updatedAt: LATER,
    });
    expect(await stores.operations.findAnswer(KEY)).toEqual({ response });
    expect(await stores.operations.listReports(KEY)).toMatchObject([{ appliedAt: LATER }]);
    expect(await stores.events.find('env1', 'op1.upload')).toEqual(
      anEvent({
        eventId: 'op1.upload',
        payload: response.body,
        request,
        receivedAt: LATER,
      }),
    );
    const unstarted = await stores.events.listUnstarted(LATEST, 10);
    expect(unstarted.map(({ eventId }) => eventId)).toEqual(['op1.upload']);
  });

  it('keeps that no trigger sees an event', async () => {
    const request = { eager: 'c_pad', eager_notification_url: 'https://en.example/' };
    await stores.operations.insert(anOperationRecord({ request }), 'h');
    await report(UPLOADED);
    await report({ kind: 'eager_completed', eager: [{ transformation: 'c_pad' }] });
    await stores.operations.advance(KEY, LATER, decide);
    const seen = async (eventType: string) =>
      (await stores.events.find('env1', `op1.${eventType}`))?.triggersSeeIt;
    expect([await seen('upload'), await seen('eager')]).toEqual([true, false]);
  });

  it('changes nothing when there is nothing new', async () => {
    await stores.operations.insert(anOperationRecord({ request: { eager: 'c_pad' } }), 'h');
    await report(UPLOADED);
    await stores.operations.advance(KEY, LATER, decide);
    const before = await stores.operations.find(KEY);
    await stores.operations.advance(KEY, LATEST, decide);
    expect(await stores.operations.find(KEY)).toEqual(before);
    expect(await stores.operations.listReports(KEY)).toMatchObject([{ appliedAt: LATER }]);
  });

  it('keeps the first end and the first answer', async () => {
    await stores.operations.insert(anOperationRecord(), 'h');
    await report(FAILED);
    await stores.operations.advance(KEY, LATER, decide);
    await stores.operations.advance(KEY, LATEST, (record) => operationStep(record, [UPLOADED], LATEST));
    expect(await stores.operations.find(KEY)).toMatchObject({
      endedAt: LATER,
      response: { outcome: 'failed' },
    });
  });

  it('goes on from the stored state', async () => {
    const request = { eager: 'c_pad', eager_async: true };
    await stores.operations.insert(anOperationRecord({ request }), 'h');
    await report(UPLOADED);
    expect((await stores.operations.advance(KEY, LATER, decide))?.events).toMatchObject([
      { eventType: 'upload' },
    ]);
    await report({ kind: 'eager_completed', eager: [{ transformation: 'c_pad' }] });
    expect((await stores.operations.advance(KEY, LATER, decide))?.events).toMatchObject([
      { eventType: 'eager' },
    ]);
  });

  it('applies each report once when it is called concurrently', async () => {
    await stores.operations.insert(anOperationRecord(), 'h');
    await report(UPLOADED);
    const steps = await Promise.all(
      Array.from({ length: 8 }, () => stores.operations.advance(KEY, LATER, decide)),
    );
    expect(steps.flatMap((step) => step?.events)).toHaveLength(1);
    expect(await stores.db('events').pluck('event_id')).toEqual(['op1.upload']);
  });

  it('stores all or nothing', async () => {
    await stores.operations.insert(anOperationRecord(), 'h');
    await report(UPLOADED);
    const before = await stores.operations.find(KEY);
    const twice: typeof decide = (record, reports) => {
      const step = decide(record, reports);
      return { ...step, events: [...step.events, ...step.events] };
    };
    await expect(stores.operations.advance(KEY, LATER, twice)).rejects.toThrow(/unique/i);
    expect(await stores.operations.find(KEY)).toEqual(before);
    expect(await stores.operations.listReports(KEY)).toMatchObject([{ appliedAt: undefined }]);
    expect(await stores.db('events').pluck('event_id')).toEqual([]);
  });

  it('finds no operation of another environment', async () => {
    await stores.operations.insert(anOperationRecord(), 'h');
    expect(await stores.operations.advance({ ...KEY, environmentId: 'env2' }, LATER, decide)).toBeUndefined();
  });
});
