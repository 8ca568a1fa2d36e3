import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { usePreference } from '../parts/preferences';

/** In which zone times are shown. */
export function ZoneSwitch() {
  const [zone, choose] = usePreference('zone');
  return (
    <ToggleButtonGroup
      className="switch"
      aria-label="Time zone"
      disallowEmptySelection
      selectedKeys={[zone]}
      onSelectionChange={(keys) => choose(keys.has('utc') ? 'utc' : 'local')}
    >
      <ToggleButton id="local">Local</ToggleButton>
      <ToggleButton id="utc">UTC</ToggleButton>
    </ToggleButtonGroup>
  );
}
