import { useId } from 'react';
import { usePreference } from './preferences';
import { fromWallTime, toWallTime } from './wall-time';

interface Props {
  readonly label: string;
  /** ISO text. */
  readonly value: string | undefined;
  /** @param value ISO text, UTC; empty for any. */
  readonly onChange: (value: string) => void;
}

/** A filter of an instant, to the minute, in the chosen zone. */
export function FilterTime({ label, value, onChange }: Props) {
  const id = useId();
  const [zone] = usePreference('zone');
  return (
    <div className="field time-field">
      <label htmlFor={id}>
        {label} <span className="fine">{zone === 'utc' ? 'UTC' : 'local time'}</span>
      </label>
      <input
        id={id}
        type="datetime-local"
        value={toWallTime(value, zone)}
        onChange={({ target }) => onChange(fromWallTime(target.value, zone))}
      />
    </div>
  );
}
