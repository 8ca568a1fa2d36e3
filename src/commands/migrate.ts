import type { CommandContext } from '../app/command-context';
import { migrate } from '../app/stores';
import { migrateDown, migrateUp, migrationStatus } from '../store/database/migrate';
import type { Form, Typed } from './parse-command-line';

export const MIGRATE: readonly Form[] = [
  { words: ['up|down|status'], help: 'the database’s schema', run: runMigrate },
];

/** Only `up` makes a database. */
const EXISTING = { mustExist: true };

/** `up`: to the newest schema; `down`: undoes the newest migration; `status`: what is applied and what is pending. */
async function runMigrate({ config, print }: CommandContext, { words }: Typed): Promise<void> {
  const [direction] = words;
  if (direction === 'up') print(listed('applied', await migrate(config, migrateUp)));
  else if (direction === 'down') print(listed('undone', await migrate(config, migrateDown, EXISTING)));
  else {
    const { applied, pending } = await migrate(config, migrationStatus, EXISTING);
    print(`${listed('applied', applied)}\n${listed('pending', pending)}`);
  }
}

function listed(what: string, names: readonly string[]): string {
  return `${what}: ${names.length === 0 ? 'none' : names.join(', ')}`;
}
