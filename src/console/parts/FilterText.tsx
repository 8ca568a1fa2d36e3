import { useId, useState } from 'react';

interface Props {
  readonly label: string;
  readonly value: string | undefined;
  /** An example of what to type. */
  readonly placeholder?: string;
  readonly isWide?: boolean;
  readonly inputMode?: 'numeric' | 'url' | 'text';
  /** Called with what was typed, without spaces around it, once it is whole: at Enter, or on leaving the field. */
  readonly onChange: (value: string) => void;
}

/** A filter that is typed. */
export function FilterText({
  label,
  value = '',
  placeholder,
  isWide = false,
  inputMode = 'text',
  onChange,
}: Props) {
  const id = useId();
  const [typed, setTyped] = useState({ value, text: value });
  // Changed elsewhere, for instance cleared.
  if (typed.value !== value) setTyped({ value, text: value });
  const finish = () => {
    if (typed.text.trim() !== value) onChange(typed.text.trim());
  };
  return (
    <form
      className={isWide ? 'field wide-field' : 'field'}
      onSubmit={(event) => {
        event.preventDefault();
        finish();
      }}
    >
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        value={typed.text}
        placeholder={placeholder}
        inputMode={inputMode}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        onChange={({ target }) => setTyped({ value, text: target.value })}
        onBlur={finish}
      />
    </form>
  );
}
