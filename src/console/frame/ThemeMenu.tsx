import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Icon } from '../parts/Icon';
import { usePreference, type Choice } from '../parts/preferences';

const THEMES: readonly { readonly id: Choice<'theme'>; readonly label: string }[] = [
  { id: 'system', label: 'As the system' },
  { id: 'light', label: 'Light' },
  { id: 'dark', label: 'Dark' },
];

export function ThemeMenu() {
  const [theme, choose] = usePreference('theme');
  return (
    <MenuTrigger>
      <Button className="button quiet" aria-label={`Theme: ${theme}`}>
        <Icon name={theme} />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu
          aria-label="Theme"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[theme]}
          onAction={(key) => choose(THEMES.find(({ id }) => id === key)?.id ?? 'system')}
        >
          {THEMES.map(({ id, label }) => (
            <MenuItem key={id} id={id} textValue={label}>
              <Icon name={id} />
              {label}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
