const REQUIRED = [20, 19];

/** @throws an Error that says which version is needed */
export function checkNodeVersion() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > REQUIRED[0] || (major === REQUIRED[0] && minor >= REQUIRED[1])) return;
  throw new Error(`Node.js ${process.versions.node} is too old: ${REQUIRED.join('.')} or later is needed`);
}
