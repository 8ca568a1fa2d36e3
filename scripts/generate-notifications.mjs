/* node scripts/generate-notifications.mjs: writes the receiver kit's types and samples after the catalogue. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

import { build } from './lib/build.mjs';
import { install } from './lib/install.mjs';
import { main } from './lib/main.mjs';
import { notificationSamples, notificationTypes } from './lib/notification-types.mjs';
import { inProject } from './lib/project.mjs';

await main(async () => {
  await install();
  await build();
  const { EVENT_TYPES } = await import(inProject('dist', 'src', 'domain', 'events', 'event-types.js'));
  const folder = inProject('test', 'fixtures', 'payload-shapes');
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  // "upload.json" before "upload.complex.json": the plain one is the sample.
  files.sort((one, other) => one.length - other.length || one.localeCompare(other));
  const bodies = files.map((file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')));
  const source = (...parts) => inProject('packages', 'receiver', 'src', ...parts);
  writeFileSync(source('notifications.ts'), notificationTypes(EVENT_TYPES, bodies));
  writeFileSync(source('testing', 'samples.ts'), notificationSamples(EVENT_TYPES, bodies));
});
