import { execFileSync } from 'node:child_process';
import path from 'node:path';

interface Planted {
  readonly what: string;
  readonly file: string;
  readonly code: string;
}

const BORDER = '@typescript-eslint/no-restricted-imports';

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
    code: "import { openDatabase } from '../store/knex';\nexport const a = openDatabase;\n",
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
    file: 'src/http/sender.ts',
    code: "import { openDatabase } from '../store/knex';\nexport const a = openDatabase;\n",
  },
  {
    what: 'anyone importing the composition root',
    file: 'src/intake/sweeper.ts',
    code: "import { compose } from '../compose';\nexport const a = compose;\n",
  },
];

const ALLOWED: readonly Planted[] = [
  {
    what: 'workflows importing the type of the activities',
    file: 'src/workflows/deliver-notification.ts',
    code: "import type { Activities } from '../activities';\nexport type A = Activities;\n",
  },
  {
    what: 'activities importing domain',
    file: 'src/activities/index.ts',
    code: "import { attemptLimit } from '../domain/retry-schedule';\nexport const a = attemptLimit;\n",
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
