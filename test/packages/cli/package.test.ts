import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/* The package as a customer installs it; "npm test" builds it. */

const ROOT = path.resolve(__dirname, '../../..');
const manifestIn = (folder: string) =>
  JSON.parse(readFileSync(path.join(ROOT, folder, 'package.json'), 'utf8')) as Record<string, unknown>;
const manifest = manifestIn('packages/cli');

it('depends on nothing, and has the version and the Node versions of the service', () => {
  const kinds = ['dependencies', 'peerDependencies', 'optionalDependencies', 'bundleDependencies'];
  expect(kinds.filter((kind) => kind in manifest)).toEqual([]);
  const service = manifestIn('.');
  expect([manifest.engines, manifest.version]).toEqual([service.engines, service.version]);
});

it('runs as installed', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'webhook-notifications-cli-package-'));
  try {
    const npm = (...args: readonly string[]) =>
      execFileSync('npm', [...args], { cwd: path.join(ROOT, 'packages/cli'), encoding: 'utf8' });
    const [packed] = JSON.parse(npm('pack', '--json', '--pack-destination', folder)) as {
      filename: string;
    }[];
    const archive = path.join(folder, packed?.filename ?? '');
    npm('install', '--global', '--offline', '--no-audit', '--no-fund', '--prefix', folder, archive);
    const program = path.join(folder, 'bin/webhooks');
    expect(execFileSync(program, ['help'], { encoding: 'utf8' })).toContain('  listen ');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
