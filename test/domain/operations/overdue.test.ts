import { applyReports } from '../../../src/domain/operations/operation-step';
import { hasEnded, type OperationRequest, reportOfOverdue } from '../../../src/domain/operations/operation';
import { anOperation } from '../../support/builders/an-operation';
import { aFailed, N, PAD, uploaded } from './course-of-reports';

const requests: [string, OperationRequest][] = [
  ['without eager', { notification_url: N }],
  ['with synchronous eager', { notification_url: N, eager: PAD }],
  ['with asynchronous eager', { notification_url: N, eager: PAD, eager_async: true }],
];

describe('an operation that is overdue', () => {
  it.each(requests)(
    '%s: waits for the upload for as long again, then fails with timed_out',
    (_which, request) => {
      const first = applyReports(anOperation(request), [reportOfOverdue('eager')]);
      expect([hasEnded(first.operation), first.emit, first.response]).toEqual([false, [], undefined]);

      const second = applyReports(first.operation, [reportOfOverdue('upload')]);
      const error = { message: 'timed out', code: 'timed_out' };
      expect(hasEnded(second.operation)).toBe(true);
      expect(second.emit).toMatchObject([
        { eventType: 'error', payload: { error }, request: { notification_url: N } },
      ]);
      expect(second.response).toEqual({ outcome: 'failed', body: { error } });
    },
  );

  it('takes an upload that comes between the two deadlines', () => {
    const { operation } = applyReports(anOperation({ eager: PAD }), [reportOfOverdue('eager')]);
    const { emit } = applyReports(operation, [uploaded(), reportOfOverdue('upload')]);
    expect(emit.map(({ eventType }) => eventType)).toEqual(['upload']);
    expect(emit[0]?.payload.eager).toEqual([aFailed(PAD, 'timed out')]);
  });
});

describe('reports that are applied together', () => {
  it('have the result of reports that are applied one by one', () => {
    const reports = [uploaded(), uploaded({ other: 1 }), uploaded()];
    const { emit, response } = applyReports(anOperation({ notification_url: N }), reports);
    expect(emit).toHaveLength(1);
    expect(response?.outcome).toBe('succeeded');
  });
});
