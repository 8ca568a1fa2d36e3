import { type CachedEngine, cacheFolder, cacheStep } from './cached-engine';
import { configuredStep, pathStep } from './configured-step';
import { findEngine, type Report } from './find-engine';
import { goStep } from './go-step';
import { sdkDownloadStep } from './sdk-download-step';

/** The newest release whose source `go install` accepts: later ones need a checkout of its repository. */
const CLI_VERSION = '1.5.1';

const ADVICE =
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
  return findEngine({ engine: 'Temporal CLI', steps, advice: ADVICE, report });
}
