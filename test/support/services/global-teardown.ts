import { rmSync } from 'node:fs';
import { setUp } from './global-setup';

export default async function globalTeardown(): Promise<void> {
  await setUp.postgres?.stop();
  if (setUp.folder) rmSync(setUp.folder, { recursive: true, force: true });
}
