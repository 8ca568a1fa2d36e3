import { buildPackages } from './build-packages.mjs';
import { build } from './build.mjs';
import { checkNodeVersion } from './check-node-version.mjs';
import { install } from './install.mjs';

/**
 * Makes everything ready to run that a fresh clone lacks: dependencies, compiled code, the workflow bundle.
 *
 * @param {{ compilerOptions?: readonly string[] }} [how] options of the TypeScript compiler
 */
export async function prepare({ compilerOptions = [] } = {}) {
  checkNodeVersion();
  await install();
  await build(compilerOptions);
  await buildPackages(compilerOptions);
}
