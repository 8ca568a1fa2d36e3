import { applyReports } from '../../../src/domain/operations/operation-step';
import type { OperationReport } from '../../../src/domain/operations/operation';
import { aStoredOperation } from '../../support/builders/an-operation';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

const UPLOADED: OperationReport = { kind: 'uploaded', payload: { public_id: 'cat' } };
const FAILED: OperationReport = { kind: 'failed', error: { message: 'gone', code: 'not_found' } };

/** An operation after these reports. */
function after(reports: readonly OperationReport[], about: Parameters<typeof aStoredOperation>[0] = {}) {
  const page = aStoredOperation(about);
  const { operation, response } = applyReports(page.operation, reports);
  return { ...page, operation, response: page.response ?? response };
}

describe('GET /operations/:id', () => {
  it('shows what was asked for, what is open, what was emitted and what was reported', async () => {
    const request = { eager: ['c_pad', 'c_crop', 'c_fit'], eager_async: true };
    const reports: OperationReport[] = [
      UPLOADED,
      {
        kind: 'eager_completed',
        eager: [
          { transformation: 'c_pad' },
          { transformation: 'c_fit', status: 'failed', reason: 'too large' },
        ],
      },
    ];
    await api.plant({ operations: [after(reports, { request, updatedAt: '2026-03-14T09:30:00.000Z' })] });
    await api.plant({
      reports: [
        {
          report: UPLOADED,
          receivedAt: '2026-03-14T09:29:00.000Z',
          appliedAt: '2026-03-14T09:30:00.000Z',
        },
        { report: FAILED, receivedAt: '2026-03-14T09:31:00.000Z', appliedAt: undefined },
      ],
    });
    const answer = await api.call('GET /operations/op1');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      operation_id: 'op1',
      method: 'upload',
      status: 'open',
      batch_id: 'c1200150db6eaea1',
      request,
      uploaded: true,
      eager: [
        { transformation: 'c_pad', status: 'complete' },
        { transformation: 'c_crop', status: 'open' },
        { transformation: 'c_fit', status: 'failed', reason: 'too large' },
      ],
      answered: true,
      events: [
        {
          event_type: 'upload',
          event_id: 'op1.upload',
          status_url: '/v1_1/acme-media/events/op1.upload',
        },
      ],
      reports: [
        {
          kind: 'uploaded',
          received_at: '2026-03-14T09:29:00.000Z',
          applied_at: '2026-03-14T09:30:00.000Z',
        },
        { kind: 'failed', received_at: '2026-03-14T09:31:00.000Z', applied_at: null },
      ],
      triggered_at: '2026-03-14T09:26:53.589793Z',
      triggered_by: { source: 'api', id: '738291046655821' },
      created_at: '2026-03-14T09:26:53.600Z',
      updated_at: '2026-03-14T09:30:00.000Z',
      ended_at: null,
      temporal_url: 'http://127.0.0.1:8233/operation/acme-media/op1',
    });
  });

  it.each<[string, readonly OperationReport[]]>([
    ['open', []],
    ['completed', [UPLOADED]],
    ['failed', [FAILED]],
  ])('calls it %s after %j', async (status, reports) => {
    await api.plant({ operations: [after(reports)] });
    expect((await api.call('GET /operations/op1')).json).toMatchObject({ status });
  });
});

describe('GET /operations/:id/response', () => {
  it.each<[string, readonly OperationReport[], object]>([
    ['that succeeded', [UPLOADED], { status: 'succeeded', response: { public_id: 'cat' } }],
    [
      'that failed',
      [FAILED],
      { status: 'failed', response: { error: { message: 'gone', code: 'not_found' } } },
    ],
  ])('gives the answer of a call %s', async (_what, reports, expected) => {
    await api.plant({ operations: [after(reports)] });
    const answer = await api.call('GET /operations/op1/response');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(expected);
  });

  it('answers 202 while the call is not answered', async () => {
    await api.plant({ operations: [aStoredOperation()] });
    const answer = await api.call('GET /operations/op1/response');
    expect([answer.status, answer.json]).toEqual([202, { status: 'pending' }]);
  });

  it.each([
    ['', 0],
    ['?wait_seconds=0', 0],
    ['?wait_seconds=7', 7_000],
    ['?wait_seconds=60', 60_000],
  ])('%s waits as long', async (query, waitMs) => {
    await api.plant({ operations: [aStoredOperation()] });
    const waits: number[] = [];
    await api.restart({}, () => ({
      operationAnswers: {
        wait: async (_key, until) => {
          waits.push(until.waitMs);
          return { response: undefined };
        },
      },
    }));
    await api.call(`GET /operations/op1/response${query}`);
    expect(waits).toEqual([waitMs]);
  });

  it.each(['61', '-1', '1.5', '', 'x', '007'])('refuses to wait %s seconds', async (seconds) => {
    const answer = await api.call(`GET /operations/op1/response?wait_seconds=${seconds}`);
    expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
    expect(answer.message).toBe(
      `wait_seconds: got ${JSON.stringify(seconds)}, expected a whole number from 0 to 60`,
    );
  });
});
