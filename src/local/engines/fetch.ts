import { findDevServerCli, findTestServer } from './temporal-programs';
/*
 * node dist/src/local/engines/fetch.js dev-server test-server
 * Makes the engines available that its arguments name. Progress goes to standard error; standard
 * output is one line of JSON: name → path of the executable.
 */

const FINDERS = { 'dev-server': findDevServerCli, 'test-server': findTestServer } as const;

function isEngineName(name: string): name is keyof typeof FINDERS {
  return Object.hasOwn(FINDERS, name);
}

async function fetchEngines(names: readonly string[]): Promise<Record<string, string>> {
  const paths: Record<string, string> = {};
  for (const name of names) {
    if (!isEngineName(name)) {
      throw new Error(`"${name}" is no engine: expected ${Object.keys(FINDERS).join(' or ')}`);
    }
    paths[name] = await FINDERS[name]({
      env: process.env,
      report: (line) => process.stderr.write(`${line}\n`),
    });
  }
  return paths;
}

fetchEngines(process.argv.slice(2)).then(
  (paths) => process.stdout.write(`${JSON.stringify(paths)}\n`),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
