import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import type { LaunchOptions } from 'playwright-core';
import { chromiumOfNpm } from './chromium-of-npm';

/** A Chromium, and how Playwright starts it. */
export interface Chromium {
  /** Which one it is, for people. */
  readonly found: string;
  readonly launch: Pick<LaunchOptions, 'executablePath' | 'channel'> & {
    readonly env?: Readonly<Record<string, string>>;
  };
}

/** What the choice depends on. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly hasGlibc: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const ON_PATH = ['chromium', 'chromium-headless-shell', 'chromium-browser', 'google-chrome'];

const NONE = `no Chromium: install one, for instance with "apt-get install chromium" or
"npx playwright-core install --only-shell chromium", or name its executable in CHROMIUM_PATH`;

/**
 * Finds a Chromium: the one that `CHROMIUM_PATH` names, the one of npm where it runs, one on the `PATH`, or Chrome where
 * its installer puts it.
 *
 * @throws Error that says how to get one.
 */
export async function findChromium(machine = thisMachine(), ofNpm = chromiumOfNpm): Promise<Chromium> {
  return named(machine) ?? (await fromNpm(machine, ofNpm)) ?? onPath(machine) ?? installed(machine) ?? fail();
}

function thisMachine(): Machine {
  const { platform, arch, env } = process;
  const { header } = process.report.getReport() as { readonly header: { glibcVersionRuntime?: string } };
  return { platform, arch, hasGlibc: header.glibcVersionRuntime !== undefined, env };
}

function named({ env }: Machine): Chromium | undefined {
  const { CHROMIUM_PATH: executablePath } = env;
  return executablePath ? { found: executablePath, launch: { executablePath } } : undefined;
}

async function fromNpm({ platform, arch, hasGlibc }: Machine, ofNpm: typeof chromiumOfNpm) {
  return platform === 'linux' && arch === 'x64' && hasGlibc ? ofNpm() : undefined;
}

function onPath({ env }: Machine): Chromium | undefined {
  const folders = (env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const files = ON_PATH.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const executablePath = files.find(isExecutable);
  return executablePath === undefined ? undefined : { found: executablePath, launch: { executablePath } };
}

/** Playwright knows where the installers put it. */
function installed({ platform }: Machine): Chromium | undefined {
  if (platform === 'darwin') return { found: 'Chrome', launch: { channel: 'chrome' } };
  return platform === 'win32' ? { found: 'Edge', launch: { channel: 'msedge' } } : undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function fail(): never {
  throw new Error(NONE);
}
