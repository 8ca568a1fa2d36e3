import {
  eventOfType,
  afterReports,
  EN,
  PAD,
  aDerived,
  eagerCompleted,
  failed,
  uploaded,
} from './course-of-reports';
import { operationEvent, operationEventId } from '../../../src/domain/operations/operation-step';
import { anOperationRecord } from '../../support/builders/an-operation';

describe('the event of an operation', () => {
  it('is the operation’s in cause and request id; the same id whenever it is made', () => {
    const record = anOperationRecord({ request: { eager: PAD, eager_notification_url: EN } });
    const course = afterReports(record.operation, uploaded(), eagerCompleted(aDerived(PAD)));
    const emitted = eventOfType(course, 'eager');
    expect(operationEvent(record, emitted, '2026-03-14T10:00:00.000Z')).toEqual({
      environmentId: record.environmentId,
      eventId: 'op1.eager',
      eventType: 'eager',
      payload: { timestamp: '2026-03-14T10:00:00+00:00', ...emitted.payload },
      request: { eager_notification_url: EN },
      triggersSeeIt: false,
      triggeredAt: record.triggeredAt,
      triggeredBy: record.triggeredBy,
      requestId: record.requestId,
      receivedAt: '2026-03-14T10:00:00.000Z',
    });
  });

  it('has the time of its own when it follows the call, and that of the call when it tells of it', () => {
    const record = anOperationRecord({ request: { eager: PAD, eager_async: true } });
    const course = afterReports(record.operation, uploaded(), eagerCompleted(aDerived(PAD)));
    const failing = afterReports(record.operation, failed());
    const timestampOf = (of: typeof course, eventType: string) =>
      operationEvent(record, eventOfType(of, eventType), '2026-03-14T10:00:00.000Z').payload.timestamp;
    expect(timestampOf(course, 'eager')).toBe('2026-03-14T10:00:00+00:00');
    expect(timestampOf(failing, 'error')).toBe('2026-03-14T10:00:00+00:00');
    expect(timestampOf(course, 'upload')).toBeUndefined();
  });

  it('has an id that no producer can give', () => {
    expect(operationEventId('op1', 'generate_archive')).toBe('op1.generate_archive');
    expect(operationEventId('op1', 'upload')).not.toMatch(/^[A-Za-z0-9_-]{1,64}$/);
  });
});
