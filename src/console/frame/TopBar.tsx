import { useState } from 'react';
import {
  Button,
  Dialog,
  DialogTrigger,
  Modal,
  ModalOverlay,
  Menu,
  MenuItem,
  MenuTrigger,
  Popover,
} from 'react-aria-components';
import { useSignOut, type Session } from '../calls/session';
import { Icon } from '../parts/Icon';
import { LiveState } from '../parts/LiveState';
import { Mark } from '../parts/Mark';
import { keepPreferences, usePreference, type Choice } from '../parts/preferences';
import { Switch } from '../parts/Switch';
import { Navigation } from './Navigation';
import { SearchBox } from './SearchBox';

/** Where one is and as whom, how fresh the page is, and how it looks. */
export function TopBar({ session }: { readonly session: Session }) {
  const signOut = useSignOut();
  const leave = () => {
    if (signOut.isPending) return;
    const restore = keepPreferences();
    signOut.mutate(undefined, { onSettled: restore });
  };
  return (
    <header className="top-bar">
      <PagesMenu />
      <div className="whereabouts">
        <strong title={session.cloud_name}>{session.cloud_name}</strong>
        <span className="tag">{session.role}</span>
      </div>
      <SearchBox session={session} />
      <LiveState />
      <ZoneSwitch />
      <ThemeMenu />
      <Button className="button quiet" onPress={leave} aria-label="Sign out">
        <Icon name="out" />
        <span className="wide-only">Sign out</span>
      </Button>
      {signOut.isError && (
        <p className="unseen" role="alert">
          Signing out failed: {signOut.error.message}
        </p>
      )}
    </header>
  );
}

/** The rail's pages, where there is no room for a rail. */
function PagesMenu() {
  const [isOpen, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="button quiet narrow-only" aria-label="Pages">
        <Icon name="menu" />
      </Button>
      <ModalOverlay className="overlay" isDismissable>
        <Modal className="drawer">
          <Dialog aria-label="Pages">
            <header>
              <Mark />
              <Button slot="close" className="button quiet" aria-label="Close">
                <Icon name="cross" />
              </Button>
            </header>
            <Navigation label="Pages of the Console" onFollow={() => setOpen(false)} />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

const ZONES: Readonly<Record<Choice<'zone'>, string>> = { local: 'Local', utc: 'UTC' };

/** In which zone times are shown. */
function ZoneSwitch() {
  const [zone, choose] = usePreference('zone');
  return <Switch label="Time zone" choices={ZONES} chosen={zone} onChoose={choose} />;
}

const THEMES: readonly { readonly id: Choice<'theme'>; readonly label: string }[] = [
  { id: 'system', label: 'As the system' },
  { id: 'light', label: 'Light' },
  { id: 'dark', label: 'Dark' },
];

function ThemeMenu() {
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
