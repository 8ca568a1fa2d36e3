/* node scripts/generate-notifications.mjs: writes the receiver kit's types and samples after the catalogue. */
import { writeFileSync } from 'node:fs';

import { build } from './lib/build.mjs';
import { install } from './lib/install.mjs';
import { main } from './lib/main.mjs';
import { notificationSamples, notificationTypes, readBodies } from './lib/notification-types.mjs';
import { inProject } from './lib/project.mjs';

await main(async () => {
  await install();
  await build();
  const { EVENT_TYPES } = await import(inProject('dist', 'src', 'domain', 'events', 'event-types.js'));
  const bodies = readBodies(inProject('test', 'fixtures', 'payload-shapes'));
  const source = (...parts) => inProject('packages', 'receiver', 'src', ...parts);
  writeFileSync(source('notifications.ts'), notificationTypes(EVENT_TYPES, bodies));
  writeFileSync(source('testing', 'samples.ts'), notificationSamples(EVENT_TYPES, bodies));
});
