import type { DeliverNotificationInput } from '../../../src/workflows/contract';
import type { ReceiverScript } from '../engines/fake-activities';

/* Histories as a server would write them, made without one. */

type Json = Readonly<Record<string, unknown>>;

const payload = (value: unknown) => ({
  metadata: { encoding: Buffer.from('json/plain').toString('base64') },
  data: Buffer.from(JSON.stringify(value)).toString('base64'),
});

/** Appends events with ids that count from 1. */
class HistoryBuilder {
  readonly events: Json[] = [];

  /** @param type in capitals, without the common prefix. @returns the event's id. */
  add(type: string, attributes: Json): number {
    const eventId = this.events.length + 1;
    const key = `${type.toLowerCase().replace(/_([a-z])/g, (_, c: string) => c.toUpperCase())}EventAttributes`;
    const eventTime = new Date(Date.UTC(2026, 0, 1, 0, 0, eventId)).toISOString();
    this.events.push({
      eventId: String(eventId),
      eventTime,
      eventType: `EVENT_TYPE_${type}`,
      [key]: attributes,
    });
    return eventId;
  }

  workflowTask(): number {
    const scheduled = this.add('WORKFLOW_TASK_SCHEDULED', { taskQueue: { name: 'test' }, attempt: 1 });
    const started = this.add('WORKFLOW_TASK_STARTED', { scheduledEventId: String(scheduled) });
    return this.add('WORKFLOW_TASK_COMPLETED', {
      scheduledEventId: String(scheduled),
      startedEventId: String(started),
      // Without these flags the replay does not compare activity types.
      sdkMetadata: { coreUsedFlags: [1, 2, 3] },
    });
  }

  /** @returns the id of the activity's start. */
  activity(activityType: string, activityId: number): { scheduledEventId: string; startedEventId: string } {
    const scheduled = this.add('ACTIVITY_TASK_SCHEDULED', {
      activityId: String(activityId),
      activityType: { name: activityType },
      taskQueue: { name: 'test' },
    });
    const started = this.add('ACTIVITY_TASK_STARTED', { scheduledEventId: String(scheduled), attempt: 1 });
    return { scheduledEventId: String(scheduled), startedEventId: String(started) };
  }
}

/** History of one delivery whose receiver answers as the script says, up to its end. */
export function builtDeliveryHistory(
  input: DeliverNotificationInput,
  script: ReceiverScript,
): { readonly events: readonly Json[] } {
  const history = new HistoryBuilder();
  history.add('WORKFLOW_EXECUTION_STARTED', {
    workflowType: { name: 'deliverNotification' },
    taskQueue: { name: 'test' },
    input: { payloads: [payload(input)] },
    workflowTaskTimeout: '10s',
    attempt: 1,
  });
  history.workflowTask();
  script.forEach((answer, index) => {
    const activity = history.activity('attemptDelivery', index + 1);
    const accepted = answer === 'accepts';
    if (accepted) {
      history.add('ACTIVITY_TASK_COMPLETED', {
        ...activity,
        result: { payloads: [payload({ httpStatus: 200, durationMs: 1 })] },
      });
    } else {
      history.add('ACTIVITY_TASK_FAILED', { ...activity, failure: refusalFailure });
    }
    const decided = history.workflowTask();
    if (accepted || index + 1 === script.length) return end(history, accepted, decided);
    const started = history.add('TIMER_STARTED', { timerId: String(index + 1) });
    history.add('TIMER_FIRED', { timerId: String(index + 1), startedEventId: String(started) });
    history.workflowTask();
  });
  return { events: history.events };
}

function end(history: HistoryBuilder, accepted: boolean, workflowTaskCompletedEventId: number): void {
  const by = { workflowTaskCompletedEventId: String(workflowTaskCompletedEventId) };
  if (accepted) history.add('WORKFLOW_EXECUTION_COMPLETED', by);
  else history.add('WORKFLOW_EXECUTION_FAILED', { ...by, failure: { message: 'exhausted' } });
}

const refusalFailure = {
  message: 'answered 500',
  applicationFailureInfo: {
    type: 'DeliveryAttemptFailed',
    nonRetryable: true,
    details: {
      payloads: [payload({ httpStatus: 500, errorCode: 'http_status', durationMs: 1, terminal: false })],
    },
  },
};
