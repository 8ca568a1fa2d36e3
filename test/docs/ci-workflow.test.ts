import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly strategy: { readonly matrix: { readonly node: readonly string[] } };
  readonly steps: readonly {
    readonly uses?: string;
    readonly with?: Readonly<Record<string, string>>;
    readonly run?: string;
  }[];
}

const ROOT = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const workflow = parse(read('.github/workflows/ci.yml')) as Workflow;
const jobs = Object.entries(workflow.jobs);

it('runs for every pull request, with no right but to read', () => {
  expect(Object.keys(workflow.on).sort()).toEqual(['pull_request', 'push']);
  expect(workflow.permissions).toEqual({ contents: 'read' });
  expect(jobs.length).toBeGreaterThan(0);
});

it.each(jobs)(
  '%s: runs on the oldest version of Node that the package allows, and on 20, 22 and 24',
  (_, job) => {
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    const { node } = job.strategy.matrix;
    expect(node.every((version) => typeof version === 'string')).toBe(true);
    expect(node).toContain(engines.node.replace('>=', ''));
    expect(node.map((version) => version.split('.', 1)[0])).toEqual(['20', '22', '24']);
    const [setUp] = job.steps.filter(({ uses }) => uses?.startsWith('actions/setup-node@'));
    expect(setUp?.with?.['node-version']).toBe('${{ matrix.node }}');
  },
);

it.each(jobs)('%s: runs what must hold before a merge, and nothing else of its own', (_, { steps }) => {
  expect(steps.flatMap(({ run }) => run ?? [])).toEqual(['bash .ci/run']);
  expect(existsSync(path.join(ROOT, '.ci/run'))).toBe(true);
  expect(read('.ci/run')).toMatch(/^npm test$[^]*^npm run check$/m);
});
