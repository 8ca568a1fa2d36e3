import { FieldError, Input, Label, Text, TextField } from 'react-aria-components';
import { visibleText } from './visible-text';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** When it was left: asks the API about what was typed. */
  readonly onLeave: () => void;
  /** What the API has against it. */
  readonly fault: string | undefined;
  /** How the API writes it, where that differs. */
  readonly normalForm: string | undefined;
}

/** A notification URL, judged by the API's own rules. */
export function UrlField({ label, value, onChange, onLeave, fault, normalForm }: Props) {
  return (
    <TextField
      className="text-field"
      value={value}
      onChange={onChange}
      onBlur={onLeave}
      isInvalid={fault !== undefined}
      isRequired
      validationBehavior="aria"
      type="text"
      inputMode="url"
      autoComplete="off"
      spellCheck="false"
    >
      <Label>{label}</Label>
      <Input autoCapitalize="off" placeholder="https://example.com/hooks" />
      {fault === undefined && (
        <Text slot="description" className="fine">
          {normalForm !== undefined && normalForm !== value.trim()
            ? `Sent to ${visibleText(normalForm)}`
            : 'An http or https URL that answers a POST with 200 within 20 seconds.'}
        </Text>
      )}
      <FieldError>{fault}</FieldError>
    </TextField>
  );
}
