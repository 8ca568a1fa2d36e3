import { SelectField } from './SelectField';

interface Props {
  readonly label: string;
  readonly value: string | undefined;
  /** What it says while it filters nothing: "Any type". */
  readonly any: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** @param value empty for any. */
  readonly onChange: (value: string) => void;
}

/** A filter of one among known values. One that is unknown, from an address that somebody typed, shows as it is. */
export function FilterSelect({ label, value = '', any, options, onChange }: Props) {
  const isKnown = value === '' || options.some((option) => option.value === value);
  return (
    <SelectField label={label} value={value} onChange={onChange}>
      <option value="">{any}</option>
      {!isKnown && <option value={value}>{value}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </SelectField>
  );
}
