import type { Knex } from 'knex';
import type { OperationRecord } from '../../../src/domain/operations/operation';
import { operationStep } from '../../../src/domain/operations/operation-step';
import type { OperationReport } from '../../../src/domain/operations/report';
import { createOperationStore } from '../../../src/store/operations/operation-store';
import { anOperationRecord } from '../../support/builders/an-operation';
import { databases, type OpenDatabase } from '../../support/databases/databases';
import { insertEnvironment } from '../../support/databases/insert-environment';

const KEY = { environmentId: 'env1', operationId: 'op1' };
const LATER = '2026-03-14T09:27:00.000Z';

const UPLOADED: OperationReport = { kind: 'uploaded', payload: { z: 'Kästchen \u0000', public_id: 'cat' } };
const PAD = { width: 300, transformation: 'c_pad' };
const CROP = { transformation: 'c_crop', status: 'failed', reason: 'too large' } as const;
const BOTH: OperationReport = { kind: 'eager_completed', eager: [PAD, CROP] };

/** What the activity decides. */
const decide = (record: OperationRecord, reports: readonly OperationReport[]) =>
  operationStep(record, reports, LATER);

describe.each(databases)('operation store on $name', ({ open }) => {
  let opened: OpenDatabase;
  let db: Knex;
  let store: ReturnType<typeof createOperationStore>;
  beforeEach(async () => {
    opened = await open();
    db = opened.db;
    store = createOperationStore(db);
    await insertEnvironment(db, 'env1', 'demo');
    await insertEnvironment(db, 'env2', 'other');
  });
  afterEach(() => opened.close());

  const report = (about: OperationReport, contentHash: string = about.kind, operationId = 'op1') =>
    store.insertReport({
      environmentId: 'env1',
      operationId,
      report: about,
      contentHash,
      receivedAt: '2026-03-14T09:26:54.000Z',
    });

  describe('insert', () => {
    it('keeps the operation exactly', async () => {
      const request = {
        notification_url: 'https://n.example/',
        eager: ['c_pad,w_1', 'c_crop'],
        eager_async: true,
      };
      const record = anOperationRecord({ request });
      expect(await store.insert(record, 'h1')).toBe('inserted');
      expect(await store.find(KEY)).toEqual({ ...record, updatedAt: record.createdAt, endedAt: undefined });
    });

    it('keeps the answer of an operation that is answered at once', async () => {
      await store.insert(anOperationRecord({ method: 'explode' }), 'h1');
      expect(await store.findAnswer(KEY)).toEqual({
        response: { outcome: 'succeeded', body: { status: 'processing', batch_id: 'c1200150db6eaea1' } },
      });
    });

    it.each([
      ['the same', 'h1', true],
      ['other', 'h2', false],
    ])('gives the first operation when its id comes again with %s content', async (_which, hash, isSame) => {
      const first = anOperationRecord();
      await store.insert(first, 'h1');
      expect(await store.insert(anOperationRecord({ method: 'multi', createdAt: LATER }), hash)).toEqual({
        earlier: first,
        isSame,
      });
    });

    it('stores one of 20 concurrent calls with one id', async () => {
      const results = await Promise.all(
        Array.from({ length: 20 }, () => store.insert(anOperationRecord(), 'h1')),
      );
      expect(results.filter((result) => result === 'inserted')).toHaveLength(1);
    });

    it('keeps the ids of environments apart', async () => {
      await store.insert(anOperationRecord(), 'h1');
      const theirs = { ...KEY, environmentId: 'env2' };
      expect(await store.find(theirs)).toBeUndefined();
      expect(await store.findAnswer(theirs)).toBeUndefined();
      expect(await store.listReports(theirs)).toEqual([]);
      expect(await store.insert(anOperationRecord({ environmentId: 'env2' }), 'h2')).toBe('inserted');
    });
  });

  describe('a report', () => {
    it('is kept exactly, with its time, in the order of receipt', async () => {
      await store.insert(anOperationRecord({ method: 'explicit', request: { eager: 'c_pad|c_crop' } }), 'h');
      expect(await report(BOTH)).toEqual({ method: 'explicit', isDuplicate: false, isApplied: false });
      await report(UPLOADED);
      const stored = await store.listReports(KEY);
      expect(stored.map((each) => JSON.stringify(each.report))).toEqual(
        [BOTH, UPLOADED].map((each) => JSON.stringify(each)),
      );
      expect(stored[0]).toMatchObject({ receivedAt: '2026-03-14T09:26:54.000Z', appliedAt: undefined });
    });

    it('that comes twice is stored once', async () => {
      await store.insert(anOperationRecord(), 'h');
      await report(UPLOADED);
      expect(await report(UPLOADED)).toMatchObject({ isDuplicate: true, isApplied: false });
      expect(await store.listReports(KEY)).toHaveLength(1);
    });

    it('that comes twice tells whether the first is applied', async () => {
      await store.insert(anOperationRecord(), 'h');
      await report(UPLOADED);
      await store.advance(KEY, LATER, decide);
      expect(await report(UPLOADED)).toMatchObject({ isDuplicate: true, isApplied: true });
    });

    it.each([
      ['in another order', [CROP, PAD]],
      ['in part', [CROP]],
    ])(
      'that repeats %s what was reported is not stored, before that is applied and after',
      async (_how, eager) => {
        await store.insert(anOperationRecord({ request: { eager: 'c_pad|c_crop' } }), 'h');
        await report(BOTH);
        const repetition: OperationReport = { kind: 'eager_completed', eager };
        expect(await report(repetition, 'other')).toMatchObject({ isDuplicate: true, isApplied: false });
        await store.advance(KEY, LATER, decide);
        expect(await report(repetition, 'other')).toMatchObject({ isDuplicate: true, isApplied: true });
        expect(await store.listReports(KEY)).toHaveLength(1);
      },
    );

    it.each([
      ['before that is applied', async () => undefined],
      ['after that is applied', async () => store.advance(KEY, LATER, decide)],
    ])('that contradicts an earlier one is refused and not stored, %s', async (_when, between) => {
      await store.insert(anOperationRecord(), 'h');
      await report(UPLOADED);
      await between();
      const other: OperationReport = { kind: 'uploaded', payload: { public_id: 'dog' } };
      expect(await report(other, 'other')).toEqual({
        contradictions: [{ field: 'payload', expected: 'the one that was reported before' }],
      });
      expect((await store.listReports(KEY)).map((each) => each.report)).toEqual([UPLOADED]);
    });

    it('is the only one stored of 20 concurrent ones that contradict each other', async () => {
      await store.insert(anOperationRecord(), 'h');
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          report({ kind: 'uploaded', payload: { index } }, String(index)),
        ),
      );
      expect(results.filter((result) => result && 'method' in result)).toHaveLength(1);
      expect(await store.listReports(KEY)).toHaveLength(1);
    });

    it('is stored once of 20 concurrent ones', async () => {
      await store.insert(anOperationRecord(), 'h');
      const results = await Promise.all(Array.from({ length: 20 }, () => report(UPLOADED)));
      expect(results.filter((result) => result && 'method' in result && !result.isDuplicate)).toHaveLength(1);
    });

    it('of an operation that does not exist is not stored', async () => {
      await store.insert(anOperationRecord({ environmentId: 'env2' }), 'h');
      expect(await report(UPLOADED)).toBeUndefined();
      expect(await db('operation_reports').pluck('sequence')).toEqual([]);
    });
  });
});
