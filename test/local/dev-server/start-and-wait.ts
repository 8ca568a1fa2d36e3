import { startDevServer } from '../../../src/local/dev-server/dev-server';

/* A process that starts a dev server, says when it answers, and then waits for its own end. */

const ignore = () => undefined;
const settings = JSON.parse(process.argv[2] ?? '{}') as {
  cli: string;
  port: number;
  uiPort: number;
  databaseFile: string;
  logFile: string;
};

void startDevServer({
  ...settings,
  namespace: 'default',
  env: process.env,
  logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  onGivenUp: ignore,
}).then(() => process.stdout.write('answers\n'));
