import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Icon } from '../../parts/Icon';
import { CodeField } from './CodeField';
import type { Completions } from './completions';
import type { Example } from './examples';
import { formatJson } from './format-json';
import type { Judged } from './judge-text';

interface Props {
  readonly label: string;
  /** What it is, and what nothing stands for. */
  readonly intro: string;
  readonly text: string;
  readonly judged: Judged<object>;
  readonly sizes: string;
  readonly examples: readonly Example[];
  readonly isReadOnly: boolean;
  readonly onChange: (text: string) => void;
  readonly complete: (text: string, offset: number) => Completions | undefined;
}

/** The text of a filter or payload template with what helps to write it. */
export function TextTab({
  label,
  intro,
  text,
  judged,
  sizes,
  examples,
  isReadOnly,
  onChange,
  complete,
}: Props) {
  return (
    <>
      <div className="code-head">
        <p className="fine">{intro}</p>
        {!isReadOnly && (
          <span className="code-tools">
            <ExampleMenu examples={examples} onChoose={onChange} />
            <Button
              className="button plain small"
              isDisabled={judged.value === undefined}
              onPress={() => onChange(formatJson(judged.value))}
            >
              Format
            </Button>
          </span>
        )}
      </div>
      <CodeField
        label={label}
        text={text}
        fault={judged.fault}
        note={sizes}
        isReadOnly={isReadOnly}
        onChange={onChange}
        complete={complete}
      />
    </>
  );
}

interface ExampleMenuProps {
  readonly examples: readonly Example[];
  readonly onChoose: (text: string) => void;
}

/** Texts to begin with. What stands there can be had again by undoing. */
function ExampleMenu({ examples, onChoose }: ExampleMenuProps) {
  return (
    <MenuTrigger>
      <Button className="button plain small">
        Start from an example
        <Icon name="down" />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu
          aria-label="Examples"
          onAction={(key) => {
            const example = examples.find(({ title }) => title === key);
            if (example) onChoose(formatJson(example.value));
          }}
        >
          {examples.map(({ title }) => (
            <MenuItem key={title} id={title}>
              {title}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
