import fc from 'fast-check';
import type { EagerEntry, OperationReport } from '../../../src/domain/operations/operation';
import {
  hasEnded,
  type Operation,
  type OperationMethod,
  type OperationRequest,
} from '../../../src/domain/operations/operation';
import { anOperation } from '../../support/builders/an-operation';
import {
  aDerived,
  aFailed,
  afterReports,
  EN,
  eagerCompleted,
  failed,
  N,
  timedOut,
  uploaded,
} from './course-of-reports';

const TRANSFORMATIONS = ['w_1', 'w_2', 'w_3'];

const anyRequest: fc.Arbitrary<OperationRequest> = fc.record({
  notification_url: fc.constantFrom(N, undefined),
  eager_notification_url: fc.constantFrom(EN, undefined),
  eager_async: fc.boolean(),
  eager: fc.subarray(TRANSFORMATIONS),
});

const anyEntry: fc.Arbitrary<EagerEntry> = fc
  .record({ transformation: fc.constantFrom(...TRANSFORMATIONS, 'w_4'), variant: fc.nat(2) })
  .map(({ transformation, variant }) =>
    variant === 0 ? aFailed(transformation) : aDerived(transformation, variant),
  );

const anyReport: fc.Arbitrary<OperationReport> = fc.oneof(
  fc.constantFrom(uploaded(), uploaded({ public_id: 'other' }), failed(), failed('other'), timedOut),
  fc.array(anyEntry, { maxLength: 3 }).map((eager) => eagerCompleted(...eager)),
);

const anyMethod = fc.constantFrom<OperationMethod>('upload', 'explicit');

describe('any sequence of reports, repeated and contradictory ones included', () => {
  it('emits each event at most once and answers at most once', () => {
    fc.assert(
      fc.property(
        anyMethod,
        anyRequest,
        fc.array(anyReport, { maxLength: 12 }),
        (method, request, reports) => {
          const course = afterReports(anOperation(request, method), ...reports, ...reports);
          const types = course.events.map((event) => event.eventType);
          expect(new Set(types).size).toBe(types.length);
          expect(course.responses.length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('has an end after which nothing is emitted or answered', () => {
    fc.assert(
      fc.property(anyRequest, fc.array(anyReport), fc.array(anyReport), (request, before, after) => {
        const { operation } = afterReports(anOperation(request), ...before, uploaded(), timedOut);
        expect(hasEnded(operation)).toBe(true);
        expect(operation.answered).toBe(true);
        const { events, responses } = afterReports(operation, ...after);
        expect({ events, responses }).toEqual({ events: [], responses: [] });
      }),
    );
  });

  it('survives being stored as JSON between any two reports', () => {
    fc.assert(
      fc.property(anyRequest, fc.array(anyReport), fc.array(anyReport), (request, before, after) => {
        const { operation } = afterReports(anOperation(request), ...before);
        const restored = JSON.parse(JSON.stringify(operation)) as Operation;
        expect(afterReports(restored, ...after)).toEqual(afterReports(operation, ...after));
      }),
    );
  });
});

describe('reports that do not contradict each other', () => {
  /** One entry for each transformation, dealt out to some reports, in some order, with some of them twice. */
  const anyCourse = anyRequest.chain((request) =>
    fc.record({
      request: fc.constant(request),
      reports: fc
        .tuple(...TRANSFORMATIONS.map((transformation) => anyResultOf(transformation)))
        .map((entries) => entries.filter((entry) => request.eager?.includes(entry.transformation)))
        .map((entries) => [uploaded(), ...entries.map((entry) => eagerCompleted(entry))])
        .chain((reports) =>
          fc
            .tuple(fc.constant(reports), shuffled(reports), fc.subarray(reports))
            .map(([inOrder, mixed, again]) => ({ inOrder, mixed: [...again, ...mixed] })),
        ),
    }),
  );

  it('cause the same events and the same answer, in the same order, whatever their own order', () => {
    fc.assert(
      fc.property(anyCourse, ({ request, reports }) => {
        const mixed = afterReports(anOperation(request), ...reports.mixed);
        const inOrder = afterReports(anOperation(request), ...reports.inOrder);
        expect(mixed.contradictions).toEqual([]);
        expect(mixed).toEqual(inOrder);
      }),
    );
  });
});

function anyResultOf(transformation: string): fc.Arbitrary<EagerEntry> {
  return fc.constantFrom(aDerived(transformation), aFailed(transformation));
}

function shuffled<Item>(items: readonly Item[]): fc.Arbitrary<Item[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length });
}
