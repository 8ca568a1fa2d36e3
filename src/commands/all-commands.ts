import type { CommandContext, ProcessKind } from '../app/command-context';
import { maskedConfig } from '../config';
import { ACCOUNT, ENVIRONMENT } from './account';
import { KEYS } from './keys';
import { MIGRATE } from './migrate';
import type { Commands } from './parse-command-line';
import { PURGE } from './purge';

/** The commands of the command line, in the order of the usage text. */
export const COMMANDS = {
  all: [
    {
      words: [],
      help: 'everything on one machine: Temporal dev server, migrations, demo environment, API and worker',
      run: (context) => serve(context, 'all'),
    },
  ],
  api: [{ words: [], help: 'the admin API', run: (context) => serve(context, 'api') }],
  worker: [{ words: [], help: 'a worker', run: (context) => serve(context, 'worker') }],
  migrate: MIGRATE,
  environment: ENVIRONMENT,
  account: ACCOUNT,
  keys: KEYS,
  purge: PURGE,
  config: [
    {
      words: [],
      help: 'prints the settings in effect, secrets masked',
      run: async ({ config, print }) => print(JSON.stringify(maskedConfig(config), undefined, 2)),
    },
  ],
} as const satisfies Commands;

/** Loaded only for a process that serves: it takes longer to load than any other command to run. */
async function serve(context: CommandContext, kind: ProcessKind): Promise<void> {
  const { runServe } = await import('../app/serve.ts');
  await runServe(context, kind);
}
