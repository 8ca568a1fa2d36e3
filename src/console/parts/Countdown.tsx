import { useOfServerNow } from '../calls/server-clock';
import { countdownWords, DUE } from './countdown-words';
import { usePreference } from './preferences';
import { clockWords } from './time-words';

interface Props {
  /** ISO text. */
  readonly at: string;
  /** Before the time that is left: "in ". */
  readonly prefix?: string;
}

/** The time that is left until an instant, to the second, or that it is due. */
export function Countdown({ at, prefix = '' }: Props) {
  const left = useOfServerNow((nowMs) => countdownWords(Date.parse(at), nowMs));
  const [zone] = usePreference('zone');
  return (
    <time dateTime={at} title={clockWords(new Date(at), zone)} className="countdown">
      {left === DUE ? left : `${prefix}${left}`}
    </time>
  );
}
