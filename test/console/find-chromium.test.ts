import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findChromium, type Machine } from '../support/browser/find-chromium';

const folder = mkdtempSync(path.join(tmpdir(), 'webhooks-path-'));
afterAll(() => rmSync(folder, { recursive: true }));
const executable = path.join(folder, 'google-chrome');
writeFileSync(executable, '');
chmodSync(executable, 0o755);
writeFileSync(path.join(folder, 'chromium'), 'not executable', { mode: 0o644 });

const ofNpm = async () => ({ found: 'npm', launch: {} });
const find = async (machine: Partial<Machine>) => {
  const linux = { platform: 'linux', arch: 'x64', hasGlibc: true, env: {} } as const;
  return (await findChromium({ ...linux, ...machine }, ofNpm)).found;
};

it('takes the one that CHROMIUM_PATH names, before any other', async () => {
  expect(await find({ env: { CHROMIUM_PATH: '/opt/chromium', PATH: folder } })).toBe('/opt/chromium');
});

it('takes the one of npm where it runs', async () => {
  expect(await find({ env: { CHROMIUM_PATH: '', PATH: folder } })).toBe('npm');
});

it.each([{ arch: 'arm64' }, { hasGlibc: false }, { platform: 'darwin' }] as const)(
  'takes one of the PATH elsewhere: %j',
  async (machine) => {
    expect(await find({ ...machine, env: { PATH: `/nowhere${path.delimiter}${folder}` } })).toBe(executable);
  },
);

it('takes the browser of the desktop where the PATH has none', async () => {
  expect(await find({ platform: 'darwin' })).toBe('Chrome');
  expect(await find({ platform: 'win32' })).toBe('Edge');
});

it('says how to get one where there is none', async () => {
  await expect(find({ arch: 'arm64' })).rejects.toThrow(/apt-get install chromium.*CHROMIUM_PATH/s);
});
