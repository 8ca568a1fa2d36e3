import { usePreference } from './preferences';
import { clockWords, relativeWords } from './time-words';
import { useOfNow } from './use-now';

/** An instant in the chosen zone, and how far it is from now. @param at ISO text. */
export function Time({ at }: { readonly at: string }) {
  const [zone] = usePreference('zone');
  const date = new Date(at);
  const distance = useOfNow((nowMs) => relativeWords(date.getTime(), nowMs));
  return (
    <time dateTime={at} title={clockWords(date, 'utc')}>
      {clockWords(date, zone)} <span className="fine nowrap">{distance}</span>
    </time>
  );
}
