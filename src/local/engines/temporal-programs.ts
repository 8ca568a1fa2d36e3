import {
  type CachedEngine,
  cacheFolder,
  cacheStep,
  configuredStep,
  pathStep,
  findEngine,
} from './find-engine';
import type { Report } from './run-command';
import { goStep, mavenStep, sdkDownloadStep } from './install-steps';

/** The newest release whose source `go install` accepts: later ones need a checkout of its repository. */
const CLI_VERSION = '1.5.1';

const CLI_ADVICE =
  'Install the Temporal CLI (https://docs.temporal.io/cli) so that "temporal" is on the PATH or TEMPORAL_CLI is its path; ' +
  'or install Go 1.25 or later (https://go.dev/doc/install), and it is built; ' +
  'or set TEMPORAL_ADDRESS to a Temporal server that runs already.';

export interface EngineEnvironment {
  readonly env: NodeJS.ProcessEnv;
  readonly report: Report;
}

/**
 * Finds the Temporal CLI, whose `server start-dev` is the dev server, or downloads or builds it.
 *
 * @returns its absolute path.
 * @throws an Error for the reader of the screen: what was tried, and what to install.
 */
export function findDevServerCli({ env, report }: EngineEnvironment): Promise<string> {
  const cached: CachedEngine = {
    cacheFolder: cacheFolder(env),
    entry: `temporal-cli-${CLI_VERSION}`,
    executable: 'temporal',
    report,
  };
  const steps = [
    configuredStep('TEMPORAL_CLI', env),
    pathStep(env),
    cacheStep(cached),
    sdkDownloadStep(cached, { create: 'createLocal', version: `v${CLI_VERSION}` }, env),
    goStep(cached, `github.com/temporalio/cli/cmd/temporal@v${CLI_VERSION}`, env),
  ];
  return findEngine({ engine: 'Temporal CLI', steps, advice: CLI_ADVICE, report });
}

/** The same version stands in `tools/temporal-test-server/pom.xml`. */
const TEST_SERVER_VERSION = '1.39.0';

const TEST_SERVER_ADVICE =
  'Install Java 11 or later and Maven, so that "java" and "mvn" are on the PATH; ' +
  'or set TEMPORAL_TEST_SERVER to the path of a time-skipping test server.';

/**
 * Finds Temporal's time-skipping test server, or downloads it. Only tests need it.
 *
 * @returns the absolute path of an executable that takes the port as its one argument.
 * @throws an Error for the reader of the screen: what was tried, and what to install.
 */
export function findTestServer({ env, report }: EngineEnvironment): Promise<string> {
  const cached: CachedEngine = {
    cacheFolder: cacheFolder(env),
    entry: `temporal-test-server-${TEST_SERVER_VERSION}`,
    executable: 'run',
    report,
  };
  const steps = [
    configuredStep('TEMPORAL_TEST_SERVER', env),
    cacheStep(cached),
    sdkDownloadStep(cached, { create: 'createTimeSkipping', version: `v${TEST_SERVER_VERSION}` }, env),
    mavenStep(cached, env),
  ];
  return findEngine({ engine: 'time-skipping test server', steps, advice: TEST_SERVER_ADVICE, report });
}

/** A program that Temporal publishes as a container image, and that a Go toolchain can build. */
interface TemporalProgram {
  readonly engine: string;
  readonly entry: string;
  /** As `go install` names it. */
  readonly executable: string;
  readonly goPackage: string;
  readonly variable: string;
}

/** The versions of the images in `docker-compose.yml`. */
const SERVER_VERSION = '1.31.2';
const UI_VERSION = '2.52.0';

const PROGRAMS = {
  server: {
    engine: 'Temporal server',
    entry: `temporal-server-${SERVER_VERSION}`,
    executable: 'server',
    goPackage: `go.temporal.io/server/cmd/server@v${SERVER_VERSION}`,
    variable: 'TEMPORAL_SERVER',
  },
  sqlTool: {
    engine: 'Temporal SQL tool',
    entry: `temporal-sql-tool-${SERVER_VERSION}`,
    executable: 'sql',
    goPackage: `go.temporal.io/server/cmd/tools/sql@v${SERVER_VERSION}`,
    variable: 'TEMPORAL_SQL_TOOL',
  },
  ui: {
    engine: 'Temporal UI',
    entry: `temporal-ui-${UI_VERSION}`,
    executable: 'server',
    goPackage: `github.com/temporalio/ui-server/v2/cmd/server@v${UI_VERSION}`,
    variable: 'TEMPORAL_UI_SERVER',
  },
} as const satisfies Readonly<Record<string, TemporalProgram>>;

/**
 * Finds one of the programs of a Temporal cluster, or builds it. Only `npm run cluster`, and what runs on it, needs them.
 *
 * @returns its absolute path.
 * @throws an Error for the reader of the screen: what was tried, and what to install.
 */
export function findTemporalProgram(
  name: keyof typeof PROGRAMS,
  { env, report }: EngineEnvironment,
): Promise<string> {
  const { engine, entry, executable, goPackage, variable } = PROGRAMS[name];
  const cached: CachedEngine = { cacheFolder: cacheFolder(env), entry, executable, report };
  const steps = [configuredStep(variable, env), cacheStep(cached), goStep(cached, goPackage, env)];
  const advice =
    'Install Go 1.26 or later (https://go.dev/doc/install), so that "go" is on the PATH; ' +
    `or set ${variable} to the path of the program.`;
  return findEngine({ engine, steps, advice, report });
}
