import type { ShownAttempt } from '../../calls/delivery-in-full';
import { differencesBetween, isDifferent, type Difference } from '../../parts/differences';

/** Differences by what they are about. */
interface Differences {
  readonly request: readonly Difference[];
  /** Status, headers and body; and why there was none. */
  readonly answer: readonly Difference[];
}

type Compared = Pick<
  ShownAttempt,
  'request_headers' | 'http_status' | 'response_headers' | 'response_excerpt' | 'error_code'
>;

/** Compares two attempts: the headers that were sent, and the answers. */
export function attemptDifferences(before: Compared, after: Compared): Differences {
  const bodies = changedLines(before.response_excerpt ?? '', after.response_excerpt ?? '');
  return {
    request: differencesBetween(before.request_headers, after.request_headers),
    answer: [
      difference('Status', before.http_status?.toString(), after.http_status?.toString()),
      difference('Error', before.error_code ?? undefined, after.error_code ?? undefined),
      ...differencesBetween(before.response_headers, after.response_headers),
      difference('Body', ...bodies),
    ].filter(isDifferent),
  };
}

/** What two texts have between the lines with which both begin and end. */
function changedLines(
  before: string,
  after: string,
): readonly [before: string | undefined, after: string | undefined] {
  const [left, right] = [before.split('\n'), after.split('\n')];
  const most = Math.min(left.length, right.length);
  let start = 0;
  while (start < most && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < most - start && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  const middle = (lines: readonly string[]) => lines.slice(start, lines.length - end).join('\n') || undefined;
  return [middle(left), middle(right)];
}

function difference(name: string, before: string | undefined, after: string | undefined): Difference {
  return { name, before, after };
}
