import { build } from './build.mjs';
import { checkNodeVersion } from './check-node-version.mjs';
import { install } from './install.mjs';

/** Makes everything ready to run that a fresh clone lacks: packages, compiled code, the workflow bundle. */
export async function prepare() {
  checkNodeVersion();
  await install();
  await build();
}
