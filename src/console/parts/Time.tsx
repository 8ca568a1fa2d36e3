import { usePreference } from './preferences';
import { clockWords, relativeWords } from './time-words';
import { useNow } from './use-now';

/** An instant in the chosen zone, and how far it is from now. @param at ISO text. */
export function Time({ at }: { readonly at: string }) {
  const [zone] = usePreference('zone');
  const now = useNow();
  const date = new Date(at);
  return (
    <time dateTime={at} title={clockWords(date, 'utc')}>
      {clockWords(date, zone)} <span className="fine nowrap">{relativeWords(date.getTime(), now)}</span>
    </time>
  );
}
