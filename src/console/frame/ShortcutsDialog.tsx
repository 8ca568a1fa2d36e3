import { Switch } from 'react-aria-components';
import { ModalDialog } from '../parts/ModalDialog';
import { usePreference } from '../parts/preferences';
import { PAGES } from './pages';
import './shortcuts.css';

const KEYS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['?'], 'Show these keys'],
  [['/'], 'Search'],
  [['j'], 'Next row of a list'],
  [['k'], 'Row before'],
  [['Enter'], 'Open the row'],
  [['r'], 'Retry the row, or the delivery shown'],
  [['x'], 'Tick the row, or take the tick away'],
  [['Ctrl', 'Enter'], 'Check a signature'],
  [['Esc'], 'Close a dialog or a menu'],
];

/** Says which keys do what, and turns those off that stand alone. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const [choice, choose] = usePreference('shortcuts');
  const isOn = choice === 'on';
  return (
    <ModalDialog title="Keyboard shortcuts" onClose={onClose}>
      <div className="shortcuts">
        <Switch className="toggle" isSelected={isOn} onChange={(wanted) => choose(wanted ? 'on' : 'off')}>
          <span className="toggle-track" aria-hidden="true" />
          Keys that stand alone
        </Switch>
        <p className="fine">
          {isOn
            ? 'Turn them off if they get in the way of speech input or of another program.'
            : 'They are off. Tab, Enter, Esc and the arrow keys work as ever.'}
        </p>
        <dl className={isOn ? undefined : 'off'}>
          {KEYS.map(([keys, what]) => (
            <Line key={what} keys={keys} what={what} />
          ))}
          {PAGES.map(({ key, label }) => (
            <Line key={label} keys={['g', key]} what={label} />
          ))}
        </dl>
      </div>
    </ModalDialog>
  );
}

function Line({ keys, what }: { readonly keys: readonly string[]; readonly what: string }) {
  return (
    <div>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{what}</dd>
    </div>
  );
}
