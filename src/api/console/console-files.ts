import { readFileSync, readdirSync, existsSync } from 'node:fs';
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

interface ConsoleFile {
  readonly type: string;
  /** By content coding; `identity` is always there. */
  readonly bytes: Readonly<Partial<Record<'br' | 'gzip', Buffer>>> & { readonly identity: Buffer };
}

/** The built Console, whole in memory: requests choose among what was read, so that no path leads anywhere else. */
export interface ConsoleFiles {
  /** The page, with `NONCE` where each answer has its own. */
  readonly page: string;
  /** By name below `/console/assets/`. Names change with what is in them. */
  readonly assets: ReadonlyMap<string, ConsoleFile>;
}

/**
 * Reads the built Console.
 *
 * @returns `undefined` when it was not built.
 */
export function readConsoleFiles(folder: string): ConsoleFiles | undefined {
  const page = path.join(folder, 'index.html');
  if (!existsSync(page)) return undefined;
  const assets = path.join(folder, 'assets');
  const names = readdirSync(assets).filter((name) => path.extname(name) in TYPES);
  return {
    page: readFileSync(page, 'utf8'),
    assets: new Map(names.map((name) => [name, readAsset(path.join(assets, name))])),
  };
}

function readAsset(file: string): ConsoleFile {
  const packed = (extension: string) =>
    existsSync(file + extension) ? readFileSync(file + extension) : undefined;
  const [br, gzip] = [packed('.br'), packed('.gz')];
  return {
    type: TYPES[path.extname(file)] ?? '',
    bytes: { identity: readFileSync(file), ...(br && { br }), ...(gzip && { gzip }) },
  };
}
