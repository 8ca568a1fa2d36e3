import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { canRun } from './can-run';
import { sdkFolder } from './sdk-folder';

const VERSION = 'v2.16.1';
const MODULE = `module receiver

go 1.20

require github.com/cloudinary/cloudinary-go/v2 ${VERSION}
`;
/** Makes Go look for what the SDK needs itself. */
const IMPORT = 'package main\n\nimport _ "github.com/cloudinary/cloudinary-go/v2"\n';

/** On a machine without Go, its tests do not exist. */
export function hasGo(): boolean {
  return canRun('go', 'version');
}

/** A folder whose `go.mod` and `go.sum` make a module that uses the official SDK. */
export function goModuleWithSdk(): Promise<string> {
  return sdkFolder(`cloudinary-go-${VERSION}`, async (folder) => {
    await writeFile(path.join(folder, 'go.mod'), MODULE);
    await writeFile(path.join(folder, 'import.go'), IMPORT);
    await promisify(execFile)('go', ['mod', 'tidy'], { cwd: folder });
  });
}
