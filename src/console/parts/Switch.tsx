import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';

interface Props<Choice extends string> {
  readonly label: string;
  /** The words of each choice, in the order in which they are shown. */
  readonly choices: Readonly<Record<Choice, string>>;
  readonly chosen: Choice;
  readonly onChoose: (chosen: Choice) => void;
}

/** A few buttons side by side, one of which is pressed. */
export function Switch<Choice extends string>({ label, choices, chosen, onChoose }: Props<Choice>) {
  const ids = Object.keys(choices) as Choice[];
  return (
    <ToggleButtonGroup
      className="switch"
      aria-label={label}
      disallowEmptySelection
      selectedKeys={[chosen]}
      onSelectionChange={(keys) => onChoose(ids.find((id) => keys.has(id)) ?? chosen)}
    >
      {ids.map((id) => (
        <ToggleButton key={id} id={id}>
          {choices[id]}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
