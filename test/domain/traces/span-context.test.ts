import { formatTraceparent, parseTraceparent } from '../../../src/domain/traces/span-context';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

it.each([
  ['sampled', `00-${traceId}-${spanId}-01`],
  ['not sampled', `00-${traceId}-${spanId}-00`],
  ['of a version to come', `01-${traceId}-${spanId}-01`],
  ['of a version to come, with more', `cc-${traceId}-${spanId}-01-what.the.future.holds`],
])('a traceparent %s names its span', (_what, text) => {
  expect(parseTraceparent(text)).toEqual({ traceId, spanId });
});

it.each([
  ['nothing', ''],
  ['version ff', `ff-${traceId}-${spanId}-01`],
  ['more than version 00 has', `00-${traceId}-${spanId}-01-more`],
  ['a trace of zeros', `00-${'0'.repeat(32)}-${spanId}-01`],
  ['a span of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
  ['capital letters', `00-${traceId.toUpperCase()}-${spanId}-01`],
  ['a short trace', `00-${traceId.slice(1)}-${spanId}-01`],
  ['something behind', `00-${traceId}-${spanId}-01\n`],
])('%s is none', (_what, text) => {
  expect(parseTraceparent(text)).toBeUndefined();
});

it('is written as it is read, with the word whether others should record their part', () => {
  expect(formatTraceparent({ traceId, spanId }, true)).toBe(`00-${traceId}-${spanId}-01`);
  expect(formatTraceparent({ traceId, spanId }, false)).toBe(`00-${traceId}-${spanId}-00`);
});
