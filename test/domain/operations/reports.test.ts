import { hasEnded } from '../../../src/domain/operations/operation';
import type { OperationReport } from '../../../src/domain/operations/operation';
import { anOperation } from '../../support/builders/an-operation';
import {
  aDerived,
  aFailed,
  afterReports,
  CROP,
  eagerCompleted,
  eventOfType,
  failed,
  N,
  PAD,
  timedOut,
  UPLOADED,
  uploaded,
} from './course-of-reports';

const asynchronous = { notification_url: N, eager_async: true, eager: [PAD, CROP] };
const synchronous = { notification_url: N, eager: [PAD, CROP] };

const pad = eagerCompleted(aDerived(PAD));
const crop = eagerCompleted(aDerived(CROP));
const both = eagerCompleted(aDerived(PAD), aDerived(CROP));

describe.each([
  ['synchronous', synchronous],
  ['asynchronous', asynchronous],
])('a report that comes twice in %s eager', (_kind, request) => {
  it.each<[string, readonly OperationReport[]]>([
    ['uploaded', [uploaded()]],
    ['uploaded, when all has ended', [both, uploaded()]],
    ['eager_completed with all', [both]],
    ['eager_completed with all, when all has ended', [uploaded(), both]],
    ['eager_completed with a part', [uploaded(), pad]],
    ['failed', [failed()]],
    ['failed, after the upload', [uploaded(), failed()]],
    ['timed_out', [timedOut]],
    ['timed_out, when all has ended', [uploaded(), timedOut]],
  ])('changes nothing and is no contradiction: %s', (_what, reports) => {
    const once = afterReports(anOperation(request), ...reports);
    const twice = afterReports(once.operation, ...reports.slice(-1));
    expect(twice).toEqual({ operation: once.operation, events: [], responses: [], contradictions: [] });
  });
});

it('recognises a repeated report whatever the order of its keys', () => {
  const once = afterReports(anOperation(asynchronous), uploaded());
  const reversed = Object.fromEntries(Object.entries(UPLOADED).reverse());
  expect(afterReports(once.operation, uploaded(reversed)).contradictions).toEqual([]);
});

it.each([
  ['a key more', { ...UPLOADED, tags: ['a'], pages: 1 }],
  ['a key less', { public_id: UPLOADED.public_id }],
  ['another nested value', { ...UPLOADED, tags: ['b'] }],
  ['an object in place of a list', { ...UPLOADED, tags: { 0: 'a' } }],
])('takes a payload with %s for another payload', (_what, payload) => {
  const once = afterReports(anOperation(asynchronous), uploaded({ ...UPLOADED, tags: ['a'] }));
  expect(afterReports(once.operation, uploaded(payload)).contradictions).toEqual([
    'payload: the one that was reported before',
  ]);
});

it('takes the new part of a report that repeats another part', () => {
  const course = afterReports(anOperation(asynchronous), uploaded(), pad, both);
  expect(course.contradictions).toEqual([]);
  expect(eventOfType(course, 'eager').payload.eager).toEqual([aDerived(PAD), aDerived(CROP)]);
});

it('finds the transformation of a result whose parameters come in another order', () => {
  const course = afterReports(
    anOperation({ eager: 'w_300,h_300,c_pad' }),
    uploaded(),
    eagerCompleted(aDerived('c_pad,h_300,w_300')),
  );
  expect(eventOfType(course, 'upload').payload.eager).toEqual([aDerived('c_pad,h_300,w_300')]);
});

describe('a report that contradicts what was reported before changes nothing and says why', () => {
  const otherPad = eagerCompleted(aDerived(PAD, 1));
  it.each<[string, readonly OperationReport[], OperationReport, string]>([
    [
      'another payload than the first',
      [uploaded()],
      uploaded({ public_id: 'other' }),
      'payload: the one that was reported before',
    ],
    [
      'an upload after its failure',
      [failed()],
      uploaded(),
      'payload: nothing, since the operation had failed before',
    ],
    [
      'another result of a transformation',
      [pad],
      otherPad,
      'eager.0: the result that this transformation had ended with before',
    ],
    [
      'a result that comes after the deadline',
      [timedOut],
      pad,
      'eager.0: the result that this transformation had ended with before',
    ],
    [
      'a failure of a transformation that succeeded',
      [uploaded(), both],
      eagerCompleted(aFailed(PAD)),
      'eager.0: the result that this transformation had ended with before',
    ],
    [
      'a result of a failed operation',
      [failed()],
      pad,
      'eager.0: nothing, since the operation had failed before',
    ],
    [
      'a transformation that was not requested',
      [],
      eagerCompleted(aDerived('w_7')),
      'eager.0: one of the transformations that were requested',
    ],
    ['another error', [failed()], failed('other'), 'error: the one that was reported before'],
    [
      'a failure when all has ended',
      [uploaded(), both],
      failed(),
      'error: nothing, since the operation had ended before',
    ],
  ])('%s', (_what, before, report, reason) => {
    const { operation } = afterReports(anOperation(asynchronous), ...before);
    expect(afterReports(operation, report)).toEqual({
      operation,
      events: [],
      responses: [],
      contradictions: [reason],
    });
  });

  it('only in its contradicting part', () => {
    const { operation } = afterReports(anOperation(asynchronous), uploaded(), pad);
    const course = afterReports(operation, eagerCompleted(aDerived(PAD, 1), aDerived(CROP)));
    expect(course.contradictions).toEqual([
      'eager.0: the result that this transformation had ended with before',
    ]);
    expect(eventOfType(course, 'eager').payload.eager).toEqual([aDerived(PAD), aDerived(CROP)]);
  });
});

describe('a failure that is reported after the upload', () => {
  it.each([
    ['synchronous', synchronous, 'upload'],
    ['asynchronous', asynchronous, 'eager'],
  ])('fails the transformations that are still open in %s eager', (_kind, request, eventType) => {
    const course = afterReports(anOperation(request), uploaded(), crop, failed('worker lost'));
    expect(eventOfType(course, eventType).payload.eager).toEqual([
      aFailed(PAD, 'worker lost'),
      aDerived(CROP),
    ]);
    expect(course.events.map((event) => event.eventType)).not.toContain('error');
    expect(course.responses.map((response) => response.outcome)).toEqual(['succeeded']);
  });
});

describe('the deadline', () => {
  it('leaves the upload awaited: one that is reported later is told', () => {
    const late = afterReports(anOperation(asynchronous), timedOut);
    expect(hasEnded(late.operation)).toBe(false);
    const course = afterReports(late.operation, uploaded());
    expect(course.events.map((event) => event.eventType)).toEqual(['upload', 'eager']);
  });

  it.each<[string, Parameters<typeof anOperation>[0], readonly OperationReport[]]>([
    ['without eager', {}, []],
    ['whose upload alone is open', asynchronous, [both]],
    ['that has ended', asynchronous, [both, uploaded()]],
  ])('changes nothing in an operation %s', (_which, request, before) => {
    const { operation } = afterReports(anOperation(request), ...before);
    expect(afterReports(operation, timedOut)).toMatchObject({ operation, events: [], responses: [] });
  });
});

it('never changes the operation that it is given', () => {
  const operation = deepFreeze(anOperation(asynchronous));
  const { operation: next } = afterReports(operation, uploaded(), pad, timedOut);
  expect(next).not.toEqual(operation);
});

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
