import { useId, type ReactNode } from 'react';
import { Icon } from './Icon';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Its `option`s. */
  readonly children: ReactNode;
}

/** One of several values. */
export function SelectField({ label, value, onChange, children }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <span className="select">
        <select id={id} value={value} onChange={({ target }) => onChange(target.value)}>
          {children}
        </select>
        <Icon name="down" />
      </span>
    </div>
  );
}
