import { reportedSignal } from '../../src/workflows/contract';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { OperationReport } from '../../src/domain/operations/operation';
import { OperationRun } from '../support/engines/operation-run';
import { startTimeSkipping } from '../support/engines/time-skipping';
import { EAGER_ROWS, EN, N } from './eager-rows';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTimeSkipping();
});
afterAll(() => env.teardown());

const BATCH_ID = 'c1200150db6eaea1';

const UPLOADED: OperationReport = { kind: 'uploaded', payload: { public_id: 'cat' } };
const EAGER: OperationReport = {
  kind: 'eager_completed',
  eager: [{ transformation: 'c_pad', bytes: 1 }],
};
/** Two transformations at once, and then one of them again: nothing new, but no duplicate either. */
const TWO_EAGER: OperationReport = {
  kind: 'eager_completed',
  eager: [{ transformation: 'c_fit' }, { transformation: 'c_pad', bytes: 1 }],
};
const TWO = { notification_url: N, eager: 'c_pad|c_fit', eager_async: true };

let runs = 0;
const play = (body: (run: OperationRun) => Promise<void>) => OperationRun.play(env, `op${++runs}`, body);

describe('trackOperation, with eager and', () => {
  it.each(EAGER_ROWS)('$given: tells whom the table names, and answers after $answeredAfter', (row) =>
    play(async (run) => {
      await run.announce({ ...row.request, eager: 'c_pad' });
      await run.report(UPLOADED);
      expect(await run.events()).toEqual(row.afterUpload);
      const early = await run.answer();
      expect(early !== undefined).toBe(row.answeredAfter === 'upload');

      await run.report(EAGER);
      expect(await run.events()).toEqual(row.afterEager);
      expect((await run.answer())?.body.batch_id).toBe(row.request.eager_async ? BATCH_ID : undefined);

      const { emitted } = await run.result();
      expect(emitted).toEqual(row.afterEager.map(([type]) => `${run.operationId}.${type}`));
      expect(run.offered).toEqual(emitted);
    }),
  );
});

describe('trackOperation', () => {
  it('takes the eager results before the upload', () =>
    play(async (run) => {
      await run.announce({ notification_url: N, eager: 'c_pad', eager_async: true });
      await run.report(EAGER);
      expect(await run.events()).toEqual([]);
      await run.report(UPLOADED);
      const { emitted } = await run.result();
      expect(emitted).toEqual([`${run.operationId}.upload`, `${run.operationId}.eager`]);
    }));

  it('does nothing for a report that comes twice', () =>
    play(async (run) => {
      await run.announce({ notification_url: N, eager: 'c_pad', eager_async: true });
      await run.report(UPLOADED);
      expect(await run.report(UPLOADED)).toMatchObject({ isDuplicate: true });
      await run.report(EAGER);
      await run.result();
      expect(await run.report(EAGER)).toMatchObject({ isDuplicate: true });
      expect(await run.events()).toEqual([
        ['upload', N, true],
        ['eager', N, true],
      ]);
    }));

  it('starts by a report when its own start was lost', () =>
    play(async (run) => {
      await run.announceOnly({ notification_url: N });
      await run.report(UPLOADED);
      await run.result();
      expect(await run.events()).toEqual([['upload', N, true]]);
    }));

  it('applies a report that comes after the end by a run of its own, which tells nobody', () =>
    play(async (run) => {
      await run.announce(TWO);
      await run.report(TWO_EAGER);
      await run.report(UPLOADED);
      await run.result();
      const before = await run.events();
      await run.report(EAGER);
      await run.result();
      expect(await run.countUnapplied()).toBe(0);
      expect(await run.events()).toEqual(before);
    }));

  it('is not told of a report that contradicts an earlier one', () =>
    play(async (run) => {
      await run.announce({ notification_url: N });
      await run.report(UPLOADED);
      await run.result();
      expect(await run.report({ kind: 'failed', error: { message: 'gone' } })).toEqual({
        contradictions: [{ field: 'error', expected: 'nothing, since the operation had ended before' }],
      });
      expect(run.steps).toHaveLength(1);
      expect(await run.events()).toEqual([['upload', N, true]]);
    }));

  it('applies a report that comes when the last step is stored but not yet known to the workflow', () =>
    play(async (run) => {
      run.afterStep = async (step) => {
        if (step === 2) await run.send(EAGER);
      };
      await run.announce(TWO);
      await run.report(TWO_EAGER);
      await run.report(UPLOADED);
      await run.result();
      expect(await run.countUnapplied()).toBe(0);
    }));

  // So slow that the workflow is told of the report before it is told that the step is made.
  it('looks once more when it is told of a report during a slow last step', () =>
    play(async (run) => {
      run.afterStep = async (step) => {
        if (step !== 2) return;
        await run.handle.signal(reportedSignal);
        await run.laterThanHeartbeat();
      };
      await run.announce(TWO);
      await run.report(TWO_EAGER);
      await run.send(UPLOADED);
      await run.result();
      expect(run.steps).toHaveLength(3);
      expect(await run.countUnapplied()).toBe(0);
    }));

  it('repeats a step that a failure of our own interrupted', () =>
    play(async (run) => {
      run.beforeStep = (step) => {
        if (step <= 2) throw new Error('database is locked');
      };
      await run.announce({ notification_url: N });
      await run.report(UPLOADED);
      await run.result();
      expect(run.steps).toHaveLength(3);
      expect(await run.events()).toEqual([['upload', N, true]]);
    }));
});

describe('the deadline of an operation', () => {
  it('ends open eager transformations exactly then', () =>
    play(async (run) => {
      await run.announce({
        notification_url: N,
        eager_notification_url: EN,
        eager: 'c_pad|c_crop',
        eager_async: true,
      });
      await run.report(UPLOADED);
      await run.report(EAGER);
      await run.result();
      expect(run.steps.at(-1)).toEqual({ overdue: 'eager', minute: 60 });
      expect(await run.events()).toEqual([
        ['upload', N, true],
        ['eager', EN, true],
      ]);
      expect((await run.payloadOf('eager'))?.eager).toEqual([
        { transformation: 'c_pad', bytes: 1 },
        { transformation: 'c_crop', status: 'failed', reason: 'timed out' },
      ]);
    }));

  it('is not moved by reports', () =>
    play(async (run) => {
      await run.announce({ notification_url: N, eager: 'c_pad' });
      await env.sleep('30 minutes');
      await run.report(UPLOADED);
      await run.result();
      expect(run.steps).toEqual([
        { overdue: undefined, minute: 30 },
        { overdue: 'eager', minute: 60 },
      ]);
    }));

  it('gives a missing upload the same time once more, and then fails the operation', () =>
    play(async (run) => {
      await run.announce({ notification_url: N, eager: 'c_pad' });
      await run.result();
      expect(run.steps).toEqual([
        { overdue: 'eager', minute: 60 },
        { overdue: 'upload', minute: 120 },
      ]);
      expect(await run.events()).toEqual([['error', N, true]]);
      expect(await run.answer()).toEqual({
        outcome: 'failed',
        body: { error: { message: 'timed out', code: 'timed_out' } },
      });
    }));

  it('takes an upload that comes between the two', () =>
    play(async (run) => {
      await run.announce({ notification_url: N, eager: 'c_pad' });
      await env.sleep('61 minutes');
      await run.report(UPLOADED);
      await run.result();
      expect(run.steps.map(({ overdue }) => overdue)).toEqual(['eager', undefined]);
      expect(await run.payloadOf('upload')).toMatchObject({
        eager: [{ transformation: 'c_pad', status: 'failed', reason: 'timed out' }],
      });
    }));
});
