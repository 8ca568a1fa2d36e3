import type { CommandContext } from '../app/command-context';
import { migrateDown, migrateUp, migrationStatus } from '../store/database/migrate';
import { migrate } from '../app/stores';

/** Only `up` makes a database. */
const EXISTING = { mustExist: true };

/** `up`: to the newest schema; `down`: undoes the newest migration; `status`: what is applied and what is pending. */
export async function runMigrate({ config, args, print }: CommandContext): Promise<void> {
  const [direction] = args;
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
