import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import { cacheFolder } from '../../../src/local/engines/find-engine';
import type { Chromium } from './find-chromium';

const PACKAGE = path.resolve(__dirname, '../../../node_modules/@sparticuz/chromium');

/**
 * The package's own settings name `/tmp/fonts`. Without any font each text would have no size, and so count as hidden.
 * Fonts of the machine make pictures nicer.
 */
const fontSettings = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;

/**
 * Unpacks the Chromium of the npm package into the cache, once. The package's own `executablePath()` would put it at a
 * fixed place of the machine, and would take whatever lies there.
 */
export async function chromiumOfNpm(): Promise<Chromium> {
  const { version } = JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const folder = path.join(cacheFolder(process.env), `chromium-${version}`);
  if (!existsSync(folder)) await unpack(path.join(PACKAGE, 'bin'), folder);
  return {
    found: `@sparticuz/chromium ${version}`,
    launch: {
      executablePath: path.join(folder, 'chromium'),
      env: { LD_LIBRARY_PATH: path.join(folder, 'lib'), FONTCONFIG_PATH: folder },
    },
  };
}

/** All or nothing. Of several processes at once, each fills a folder of its own, and the first one stays. */
async function unpack(packed: string, folder: string): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true });
  const partial = await mkdtemp(`${folder}.partial-`);
  try {
    await Promise.all([
      decompress(path.join(packed, 'chromium.br'), path.join(partial, 'chromium')),
      unpackArchive(path.join(packed, 'al2023.tar.br'), partial),
      unpackArchive(path.join(packed, 'fonts.tar.br'), partial),
    ]);
    await writeFile(path.join(partial, 'fonts.conf'), fontSettings(folder));
    await rename(partial, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function unpackArchive(file: string, folder: string): Promise<void> {
  const archive = path.join(folder, path.basename(file, '.br'));
  await decompress(file, archive);
  await promisify(execFile)('tar', ['-xf', archive, '-C', folder]);
  await rm(archive);
}

async function decompress(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode: 0o755 }));
}
