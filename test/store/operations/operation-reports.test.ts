import type { OperationRecord } from '../../../src/domain/operations/operation';
import { operationStep } from '../../../src/domain/operations/operation-step';
import type { OperationReport } from '../../../src/domain/operations/report';
import { createEventStore } from '../../../src/store/events/event-store';
import { anEvent } from '../../support/builders/an-event';
import { anOperationRecord } from '../../support/builders/an-operation';
import { databases } from '../../support/databases/databases';
import { OPERATION_KEY as KEY, useOperationStore } from '../../support/databases/use-operation-store';

const LATER = '2026-03-14T09:27:00.000Z';
const LATEST = '2026-03-14T09:28:00.000Z';

const UPLOADED: OperationReport = { kind: 'uploaded', payload: { z: 'Kästchen \u0000', public_id: 'cat' } };
const FAILED: OperationReport = { kind: 'failed', error: { message: 'too late' } };

/** What the activity decides. */
const decide = (record: OperationRecord, reports: readonly OperationReport[]) =>
  operationStep(record, reports, LATER);

describe.each(databases)('advancing a stored operation on $name', ({ open }) => {
  const operations = useOperationStore(open);
  const { report } = operations;

  it('hands over the operation and its reports in the order of receipt', async () => {
    const announced = anOperationRecord({ request: { eager: 'a|b|c' } });
    await operations.store.insert(announced, 'h');
    const reported = ['c', 'a', 'b'].map((transformation): OperationReport => {
      return { kind: 'eager_completed', eager: [{ transformation }] };
    });
    for (const [index, each] of reported.entries()) await report(each, String(index));
    const seen: unknown[] = [];
    await operations.store.advance(KEY, LATER, (record, reports) => {
      seen.push(record, reports);
      return decide(record, reports);
    });
    expect(seen).toEqual([announced, reported]);
  });

  it('stores the state, the answer, the end and the events', async () => {
    const request = { notification_url: 'https://n.example/' };
    await operations.store.insert(anOperationRecord({ request }), 'h');
    await report(UPLOADED);
    const step = await operations.store.advance(KEY, LATER, decide);

    const response = { outcome: 'succeeded', body: { z: 'Kästchen \u0000', public_id: 'cat' } };
    expect(await operations.store.find(KEY)).toMatchObject({
      operation: step?.operation,
      response,
      endedAt: LATER,
      updatedAt: LATER,
    });
    expect(await operations.store.findAnswer(KEY)).toEqual({ response });
    expect(await operations.store.listReports(KEY)).toMatchObject([{ appliedAt: LATER }]);
    expect(await createEventStore(operations.db).find('env1', 'op1.upload')).toEqual(
      anEvent({
        eventId: 'op1.upload',
        payload: response.body,
        request,
        receivedAt: LATER,
      }),
    );
    const unstarted = await createEventStore(operations.db).listUnstarted(LATEST, 10);
    expect(unstarted.map(({ eventId }) => eventId)).toEqual(['op1.upload']);
  });

  it('keeps that no trigger sees an event', async () => {
    const request = { eager: 'c_pad', eager_notification_url: 'https://en.example/' };
    await operations.store.insert(anOperationRecord({ request }), 'h');
    await report(UPLOADED);
    await report({ kind: 'eager_completed', eager: [{ transformation: 'c_pad' }] });
    await operations.store.advance(KEY, LATER, decide);
    const seen = async (eventType: string) =>
      (await createEventStore(operations.db).find('env1', `op1.${eventType}`))?.triggersSeeIt;
    expect([await seen('upload'), await seen('eager')]).toEqual([true, false]);
  });

  it('changes nothing when there is nothing new', async () => {
    await operations.store.insert(anOperationRecord({ request: { eager: 'c_pad' } }), 'h');
    await report(UPLOADED);
    await operations.store.advance(KEY, LATER, decide);
    const before = await operations.store.find(KEY);
    await operations.store.advance(KEY, LATEST, decide);
    expect(await operations.store.find(KEY)).toEqual(before);
    expect(await operations.store.listReports(KEY)).toMatchObject([{ appliedAt: LATER }]);
  });

  it('keeps the first end and the first answer', async () => {
    await operations.store.insert(anOperationRecord(), 'h');
    await report(FAILED);
    await operations.store.advance(KEY, LATER, decide);
    await operations.store.advance(KEY, LATEST, (record) => operationStep(record, [UPLOADED], LATEST));
    expect(await operations.store.find(KEY)).toMatchObject({
      endedAt: LATER,
      response: { outcome: 'failed' },
    });
  });

  it('goes on from the stored state', async () => {
    const request = { eager: 'c_pad', eager_async: true };
    await operations.store.insert(anOperationRecord({ request }), 'h');
    await report(UPLOADED);
    expect((await operations.store.advance(KEY, LATER, decide))?.events).toMatchObject([
      { eventType: 'upload' },
    ]);
    await report({ kind: 'eager_completed', eager: [{ transformation: 'c_pad' }] });
    expect((await operations.store.advance(KEY, LATER, decide))?.events).toMatchObject([
      { eventType: 'eager' },
    ]);
  });

  it('applies each report once when it is called concurrently', async () => {
    await operations.store.insert(anOperationRecord(), 'h');
    await report(UPLOADED);
    const steps = await Promise.all(
      Array.from({ length: 8 }, () => operations.store.advance(KEY, LATER, decide)),
    );
    expect(steps.flatMap((step) => step?.events)).toHaveLength(1);
    expect(await operations.db('events').pluck('event_id')).toEqual(['op1.upload']);
  });

  it('stores all or nothing', async () => {
    await operations.store.insert(anOperationRecord(), 'h');
    await report(UPLOADED);
    const before = await operations.store.find(KEY);
    const twice: typeof decide = (record, reports) => {
      const step = decide(record, reports);
      return { ...step, events: [...step.events, ...step.events] };
    };
    await expect(operations.store.advance(KEY, LATER, twice)).rejects.toThrow(/unique/i);
    expect(await operations.store.find(KEY)).toEqual(before);
    expect(await operations.store.listReports(KEY)).toMatchObject([{ appliedAt: undefined }]);
    expect(await operations.db('events').pluck('event_id')).toEqual([]);
  });

  it('finds no operation of another environment', async () => {
    await operations.store.insert(anOperationRecord(), 'h');
    expect(await operations.store.advance({ ...KEY, environmentId: 'env2' }, LATER, decide)).toBeUndefined();
  });
});
