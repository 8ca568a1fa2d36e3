import { readdirSync, watch } from 'node:fs';
import path from 'node:path';

import { inProject, projectFolder } from './project.mjs';

/** An editor saves one file by several events, and a checkout many files. */
const QUIET_MS = 200;

/**
 * Watches folders of the project and everything below them.
 *
 * @param {string[]} roots
 * @returns {{ next(): Promise<string[]>, close(): void }} `next` waits for changes, then for a moment without any, and
 *   returns the paths of the changed files; changes between two calls are kept
 */
export function watchFolders(roots) {
  const changed = new Set();
  const watchers = new Map();
  let timer;
  let wake = () => {};

  const wakeWhenQuiet = () => {
    clearTimeout(timer);
    timer = setTimeout(() => wake(), QUIET_MS);
  };
  const onChange = (folder, file) => {
    const changedPath = path.join(folder, file ?? '');
    // A folder that came or went, or what an editor keeps beside a file while it writes it.
    const isFile = path.extname(changedPath) !== '';
    if (!isFile) watchAnew(changedPath);
    if (isFile || watchers.has(changedPath)) {
      changed.add(path.relative(projectFolder, changedPath));
      wakeWhenQuiet();
    }
  };
  // One watcher for each folder: a recursive one of Node 20 loses files that are replaced, as Git and editors do it.
  const watchAnew = (changedFolder) => {
    for (const [folder, watcher] of watchers) {
      if (!`${folder}/`.startsWith(`${changedFolder}/`)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    for (const folder of roots.flatMap((root) => foldersIn(inProject(root)))) {
      if (!watchers.has(folder))
        watchers.set(
          folder,
          watch(folder, (_event, file) => onChange(folder, file)),
        );
    }
  };

  watchAnew(projectFolder);
  return {
    next: async () => {
      await new Promise((resolve) => {
        wake = resolve;
        if (changed.size > 0) wakeWhenQuiet();
      });
      const files = [...changed];
      changed.clear();
      return files;
    },
    close: () => {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

/** A folder and all below it. */
function foldersIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const below = entries.filter((entry) => entry.isDirectory());
  return [folder, ...below.map((entry) => path.join(entry.parentPath, entry.name))];
}
