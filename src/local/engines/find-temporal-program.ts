import { type CachedEngine, cacheFolder, cacheStep } from './cached-engine';
import { configuredStep } from './configured-step';
import type { EngineEnvironment } from './find-dev-server-cli';
import { findEngine } from './find-engine';
import { goStep } from './go-step';

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
