import { buildPackages } from './build-packages.mjs';
import { build } from './build.mjs';
import { checkNodeVersion } from './check-node-version.mjs';
import { install } from './install.mjs';

/** Makes everything ready to run that a fresh clone lacks: dependencies, compiled code, the workflow bundle. */
export async function prepare() {
  checkNodeVersion();
  await install();
  await build();
  await buildPackages();
}
