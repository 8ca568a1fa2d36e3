import { type CachedEngine, cacheFolder, cacheStep } from './cached-engine';
import { configuredStep } from './configured-step';
import { findEngine } from './find-engine';
import type { EngineEnvironment } from './find-dev-server-cli';
import { mavenStep } from './maven-step';
import { sdkDownloadStep } from './sdk-download-step';

/** The same version stands in `tools/temporal-test-server/pom.xml`. */
const TEST_SERVER_VERSION = '1.39.0';

const ADVICE =
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
  return findEngine({ engine: 'time-skipping test server', steps, advice: ADVICE, report });
}
