import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

interface Planted {
  readonly what: string;
  readonly file: string;
  readonly code: string;
}

const BORDER = '@typescript-eslint/no-restricted-imports';

const SRC = path.join(__dirname, '../../src');
/** They put the parts together. */
const WITHOUT_BORDERS = ['app', 'commands'];
/** A file of each other folder, so that a new one without a row in the table is noticed. */
const ROOMS_BELOW_THE_ROOT = readdirSync(SRC, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !WITHOUT_BORDERS.includes(entry.name))
  .map(({ name }) => {
    const files = readdirSync(path.join(SRC, name), { recursive: true, encoding: 'utf8' });
    const file = files.sort().find((each) => each.endsWith('.ts') && !each.endsWith('.d.ts')) ?? '';
    return `src/${name}/${file}`;
  });

const VIOLATIONS: readonly Planted[] = [
  {
    what: 'domain importing a Node built-in',
    file: 'src/domain/errors.ts',
    code: "import { createHash } from 'node:crypto';\nexport const a = createHash('sha1');\n",
  },
  {
    what: 'domain importing signing',
    file: 'src/domain/errors.ts',
    code: "import { jwks } from '../signing/jwks';\nexport const a = jwks([]);\n",
  },
  {
    what: 'workflows importing an activity at run time',
    file: 'src/workflows/deliver-notification.ts',
    code: "import { createActivities } from '../activities';\nexport const a = createActivities;\n",
  },
  {
    what: 'api importing the store',
    file: 'src/api/app.ts',
    code: "import { openDatabase } from '../store/database/knex';\nexport const a = openDatabase;\n",
  },
  {
    what: 'api importing Temporal',
    file: 'src/api/app.ts',
    code: "import { Client } from '@temporalio/client';\nexport const a = Client;\n",
  },
  {
    what: 'api importing Knex',
    file: 'src/api/app.ts',
    code: "import knex from 'knex';\nexport const a = knex;\n",
  },
  {
    what: 'activities importing Koa',
    file: 'src/activities/index.ts',
    code: "import Koa from 'koa';\nexport const a = Koa;\n",
  },
  {
    what: 'the sender importing the store',
    file: 'src/outbound/sender.ts',
    code: "import { openDatabase } from '../store/database/knex';\nexport const a = openDatabase;\n",
  },
  {
    what: 'the store importing the sender',
    file: 'src/store/database/knex.ts',
    code: "import { createSender } from '../../outbound/sender';\nexport const a = createSender;\n",
  },
  {
    what: 'temporal importing more than types of the outbox',
    file: 'src/temporal/worker.ts',
    code: "import { createSweeper } from '../outbox/sweeper';\nexport const a = createSweeper;\n",
  },
  {
    what: 'what is local importing the API',
    file: 'src/local/demo/data-folder.ts',
    code: "import { createApp } from '../../api/app';\nexport const a = createApp;\n",
  },
  ...['src/domain/errors.ts', 'src/app/service.ts'].map((file) => ({
    what: `${file} importing a package for customers`,
    file,
    code: "import { createReceiver } from '../../packages/receiver/src/index.ts';\nexport const a = createReceiver;\n",
  })),
  ...['../../../src/domain/errors', 'node:crypto', 'express'].map((target) => ({
    what: `a package for customers importing ${target}`,
    file: 'packages/receiver/src/seen.ts',
    code: `import * as a from '${target}';\nexport const b = a;\n`,
  })),
  {
    what: 'the Console importing more than types of the API',
    file: 'src/console/App.tsx',
    code: "import { sessionAnswer } from '../api/console/routes';\nexport const a = sessionAnswer;\n",
  },
  {
    what: 'the Console importing a Node built-in',
    file: 'src/console/calls/poll.ts',
    code: "import { hash } from 'node:crypto';\nexport const a = hash;\n",
  },
  {
    what: 'the API importing the Console',
    file: 'src/api/app.ts',
    code: "import { pollDelayMs } from '../console/calls/poll';\nexport const a = pollDelayMs;\n",
  },
  ...ROOMS_BELOW_THE_ROOT.map((file) => ({
    what: `${file} importing the composition root`,
    file,
    code: `import { composeApi } from '${'../'.repeat(file.split('/').length - 2)}app/service';\nexport const a = composeApi;\n`,
  })),
];

const ALLOWED: readonly Planted[] = [
  {
    what: 'workflows importing the type of the activities',
    file: 'src/workflows/deliver-notification.ts',
    code: "import type { Activities } from '../activities';\nexport type A = Activities;\n",
  },
  {
    what: 'the Console importing types of the API',
    file: 'src/console/App.tsx',
    code: "import type { sessionAnswer } from '../api/console/routes';\nexport type A = typeof sessionAnswer;\n",
  },
  {
    what: 'activities importing domain',
    file: 'src/activities/index.ts',
    code: "import { attemptLimit } from '../domain/deliveries/retry-schedule';\nexport const a = attemptLimit;\n",
  },
];

describe('borders between the rooms', () => {
  const planted = [...VIOLATIONS, ...ALLOWED];
  let rulesBroken: readonly (readonly string[])[];
  beforeAll(() => {
    const lint = path.join(__dirname, 'lint-planted.mjs');
    const output = execFileSync(process.execPath, [lint], {
      input: JSON.stringify(planted),
      encoding: 'utf8',
    });
    rulesBroken = JSON.parse(output) as string[][];
  }, 120_000);

  it.each(VIOLATIONS.map((each, index) => [each.what, index] as const))(
    'the lint catches %s',
    (_what, index) => {
      expect(rulesBroken[index]).toContain(BORDER);
    },
  );

  it.each(ALLOWED.map((each, index) => [each.what, index] as const))(
    'the lint lets %s pass',
    (_what, index) => {
      expect(rulesBroken[VIOLATIONS.length + index]).toEqual([]);
    },
  );
});
