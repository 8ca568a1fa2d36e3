import { applyReport, examineReport } from '../../../src/domain/operations/operation-step';
import type { EmittedEvent } from '../../../src/domain/operations/emit-due';
import type {
  Operation,
  OperationResponse,
  Payload,
  EagerEntry,
  OperationReport,
} from '../../../src/domain/operations/operation';

export const N = 'https://hooks.example.com/upload';
export const EN = 'https://hooks.example.com/eager';

export const PAD = 'c_pad,h_300,w_300';
export const CROP = 'c_crop,g_north,h_100,w_160';

export const UPLOADED: Payload = {
  asset_id: '9504be5ec7eef3373d7798281020b865',
  public_id: 'blue-kettle',
  url: 'http://res.example.com/acme/image/upload/v1773480413/blue-kettle.jpg',
  secure_url: 'https://res.example.com/acme/image/upload/v1773480413/blue-kettle.jpg',
  original_filename: 'IMG_2041',
  api_key: '738291046655821',
};

export function aDerived(transformation: string, bytes = 18422): EagerEntry {
  return { transformation, width: 300, height: 300, bytes, format: 'jpg' };
}

export function aFailed(transformation: string, reason = 'Resulting image is too large'): EagerEntry {
  return { transformation, status: 'failed', reason };
}

export function uploaded(payload: Payload = UPLOADED): OperationReport {
  return { kind: 'uploaded', payload };
}

export function eagerCompleted(...eager: readonly EagerEntry[]): OperationReport {
  return { kind: 'eager_completed', eager };
}

export function failed(message = 'Resource not found'): OperationReport {
  return { kind: 'failed', error: { message, code: 'not_found' } };
}

export const timedOut: OperationReport = { kind: 'timed_out' };

/** Everything that happened over a sequence of reports. */
export interface Course {
  readonly operation: Operation;
  readonly events: readonly EmittedEvent[];
  readonly responses: readonly OperationResponse[];
  /** `field: expected`, of all reports. */
  readonly contradictions: readonly string[];
}

export function afterReports(operation: Operation, ...reports: readonly OperationReport[]): Course {
  return reports.reduce<Course>(
    (course, report) => {
      const { operation: next, emit, response } = applyReport(course.operation, report);
      const { contradictions } = examineReport(course.operation, [], report);
      return {
        operation: next,
        events: [...course.events, ...emit],
        responses: response ? [...course.responses, response] : course.responses,
        contradictions: [
          ...course.contradictions,
          ...contradictions.map(({ field, expected }) => `${field}: ${expected}`),
        ],
      };
    },
    { operation, events: [], responses: [], contradictions: [] },
  );
}

export function eventOfType(course: Course, eventType: string): EmittedEvent {
  const event = course.events.find((candidate) => candidate.eventType === eventType);
  if (!event)
    throw new Error(`no ${eventType} event among: ${course.events.map((e) => e.eventType).join(', ')}`);
  return event;
}

export function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((first, at) =>
    permutations([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [first, ...rest]),
  );
}
