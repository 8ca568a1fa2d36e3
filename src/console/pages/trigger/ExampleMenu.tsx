import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Icon } from '../../parts/Icon';
import type { Example } from './examples';
import { formatJson } from './format-json';

interface Props {
  readonly examples: readonly Example[];
  readonly onChoose: (text: string) => void;
}

/** Texts to begin with. What stands there can be had again by undoing. */
export function ExampleMenu({ examples, onChoose }: Props) {
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
