import { CONFIG_ENTRIES, FOREIGN_CONFIG_NAMES } from '../src/config';

/** What is measured is the service by default, however this process was called. */
export function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const settings = new Set([...CONFIG_ENTRIES.map(({ name }): string => name), ...FOREIGN_CONFIG_NAMES]);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !settings.has(name)));
}
