/* npm run check: everything about the code that can be checked without running it. */
import { checkNodeVersion } from './lib/check-node-version.mjs';
import { install } from './lib/install.mjs';
import { main } from './lib/main.mjs';
import { inProject } from './lib/project.mjs';
import { capture, say } from './lib/run.mjs';

const CHECKS = [
  { name: 'types', program: 'typescript/bin/tsc', args: ['--noEmit'] },
  { name: 'types of the Console', program: 'typescript/bin/tsc', args: ['-p', 'src/console'] },
  { name: 'lint', program: 'eslint/bin/eslint.js', args: ['.'] },
  { name: 'format', program: 'prettier/bin/prettier.cjs', args: ['--check', '.'] },
  { name: 'unused exports and dependencies', program: 'knip/bin/knip.js', args: [] },
];

await main(async () => {
  checkNodeVersion();
  await install();
  let failed = 0;
  for (const check of CHECKS) failed += (await passes(check)) ? 0 : 1;
  return failed === 0 ? 0 : 1;
});

/** Runs one check; shows what it says only when it fails. */
async function passes({ name, program, args }) {
  const startedAt = Date.now();
  const file = inProject('node_modules', ...program.split('/'));
  const { exitCode, output } = await capture(process.execPath, [file, ...args], { keepErrors: true });
  if (exitCode !== 0) process.stdout.write(output);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  say(`${exitCode === 0 ? 'passed' : 'FAILED'}  ${name} (${seconds} s)`);
  return exitCode === 0;
}
