import type { OperationRecord, OperationReport } from '../../../src/domain/operations/operation';
import { operationStep } from '../../../src/domain/operations/operation-step';
import { anOperationRecord, OPERATION_KEY as KEY } from '../../support/builders/an-operation';
import { databases } from '../../support/databases/databases';
import { useOperationStore } from '../../support/databases/use-operation-store';

const LATER = '2026-03-14T09:27:00.000Z';

const UPLOADED: OperationReport = { kind: 'uploaded', payload: { z: 'Kästchen \u0000', public_id: 'cat' } };
const PAD = { width: 300, transformation: 'c_pad' };
const CROP = { transformation: 'c_crop', status: 'failed', reason: 'too large' } as const;
const BOTH: OperationReport = { kind: 'eager_completed', eager: [PAD, CROP] };

/** What the activity decides. */
const decide = (record: OperationRecord, reports: readonly OperationReport[]) =>
  operationStep(record, reports, LATER);

describe.each(databases)('operation store on $name', ({ open }) => {
  const stores = useOperationStore(open);
  const { report } = stores;

  describe('insert', () => {
    it('keeps the operation exactly', async () => {
      const request = {
        notification_url: 'https://n.example/',
        eager: ['c_pad,w_1', 'c_crop'],
        eager_async: true,
      };
      const record = anOperationRecord({ request });
      expect(await stores.operations.insert(record, 'h1')).toBe('inserted');
      expect(await stores.operations.find(KEY)).toEqual({
        ...record,
        updatedAt: record.createdAt,
        endedAt: undefined,
      });
    });

    it('keeps the answer of an operation that is answered at once', async () => {
      await stores.operations.insert(anOperationRecord({ method: 'explode' }), 'h1');
      expect(await stores.operations.findAnswer(KEY)).toEqual({
        response: { outcome: 'succeeded', body: { status: 'processing', batch_id: 'c1200150db6eaea1' } },
      });
    });

    it.each([
      ['the same', 'h1', true],
      ['other', 'h2', false],
    ])('gives the first operation when its id comes again with %s content', async (_which, hash, isSame) => {
      const first = anOperationRecord();
      await stores.operations.insert(first, 'h1');
      expect(
        await stores.operations.insert(anOperationRecord({ method: 'multi', createdAt: LATER }), hash),
      ).toEqual({
        earlier: first,
        isSame,
      });
    });

    it('stores one of 20 concurrent calls with one id', async () => {
      const results = await Promise.all(
        Array.from({ length: 20 }, () => stores.operations.insert(anOperationRecord(), 'h1')),
      );
      expect(results.filter((result) => result === 'inserted')).toHaveLength(1);
    });

    it('keeps the ids of environments apart', async () => {
      await stores.operations.insert(anOperationRecord(), 'h1');
      const theirs = { ...KEY, environmentId: 'env2' };
      expect(await stores.operations.find(theirs)).toBeUndefined();
      expect(await stores.operations.findAnswer(theirs)).toBeUndefined();
      expect(await stores.operations.listReports(theirs)).toEqual([]);
      expect(await stores.operations.insert(anOperationRecord({ environmentId: 'env2' }), 'h2')).toBe(
        'inserted',
      );
    });
  });

  describe('a report', () => {
    it('is kept exactly, with its time, in the order of receipt', async () => {
      await stores.operations.insert(
        anOperationRecord({ method: 'explicit', request: { eager: 'c_pad|c_crop' } }),
        'h',
      );
      expect(await report(BOTH)).toEqual({ method: 'explicit', isDuplicate: false, isApplied: false });
      await report(UPLOADED);
      const stored = await stores.operations.listReports(KEY);
      expect(stored.map((each) => JSON.stringify(each.report))).toEqual(
        [BOTH, UPLOADED].map((each) => JSON.stringify(each)),
      );
      expect(stored[0]).toMatchObject({ receivedAt: '2026-03-14T09:26:54.000Z', appliedAt: undefined });
    });

    it('that comes twice is stored once', async () => {
      await stores.operations.insert(anOperationRecord(), 'h');
      await report(UPLOADED);
      expect(await report(UPLOADED)).toMatchObject({ isDuplicate: true, isApplied: false });
      expect(await stores.operations.listReports(KEY)).toHaveLength(1);
    });

    it('that comes twice tells whether the first is applied', async () => {
      await stores.operations.insert(anOperationRecord(), 'h');
      await report(UPLOADED);
      await stores.operations.advance(KEY, LATER, decide);
      expect(await report(UPLOADED)).toMatchObject({ isDuplicate: true, isApplied: true });
    });

    it.each([
      ['in another order', [CROP, PAD]],
      ['in part', [CROP]],
    ])(
      'that repeats %s what was reported is not stored, before that is applied and after',
      async (_how, eager) => {
        await stores.operations.insert(anOperationRecord({ request: { eager: 'c_pad|c_crop' } }), 'h');
        await report(BOTH);
        const repetition: OperationReport = { kind: 'eager_completed', eager };
        expect(await report(repetition, 'other')).toMatchObject({ isDuplicate: true, isApplied: false });
        await stores.operations.advance(KEY, LATER, decide);
        expect(await report(repetition, 'other')).toMatchObject({ isDuplicate: true, isApplied: true });
        expect(await stores.operations.listReports(KEY)).toHaveLength(1);
      },
    );

    it.each([
      ['before that is applied', async () => undefined],
      ['after that is applied', async () => stores.operations.advance(KEY, LATER, decide)],
    ])('that contradicts an earlier one is refused and not stored, %s', async (_when, between) => {
      await stores.operations.insert(anOperationRecord(), 'h');
      await report(UPLOADED);
      await between();
      const other: OperationReport = { kind: 'uploaded', payload: { public_id: 'dog' } };
      expect(await report(other, 'other')).toEqual({
        contradictions: [{ field: 'payload', expected: 'the one that was reported before' }],
      });
      expect((await stores.operations.listReports(KEY)).map((each) => each.report)).toEqual([UPLOADED]);
    });

    it('is the only one stored of 20 concurrent ones that contradict each other', async () => {
      await stores.operations.insert(anOperationRecord(), 'h');
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          report({ kind: 'uploaded', payload: { index } }, String(index)),
        ),
      );
      expect(results.filter((result) => result && 'method' in result)).toHaveLength(1);
      expect(await stores.operations.listReports(KEY)).toHaveLength(1);
    });

    it('is stored once of 20 concurrent ones', async () => {
      await stores.operations.insert(anOperationRecord(), 'h');
      const results = await Promise.all(Array.from({ length: 20 }, () => report(UPLOADED)));
      expect(results.filter((result) => result && 'method' in result && !result.isDuplicate)).toHaveLength(1);
    });

    it('of an operation that does not exist is not stored', async () => {
      await stores.operations.insert(anOperationRecord({ environmentId: 'env2' }), 'h');
      expect(await report(UPLOADED)).toBeUndefined();
      expect(await stores.db('operation_reports').pluck('sequence')).toEqual([]);
    });
  });
});
