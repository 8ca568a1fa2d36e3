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
  const { SERVICE_EVENTS } = await import(inProject('dist', 'src', 'domain', 'events', 'service-events.js'));
  const types = [...EVENT_TYPES, ...SERVICE_EVENTS];
  const bodies = ['payload-shapes', 'service-notifications'].flatMap((folder) =>
    readBodies(inProject('test', 'fixtures', folder)),
  );
  const source = (...parts) => inProject('packages', 'receiver', 'src', ...parts);
  writeFileSync(source('notifications.ts'), notificationTypes(types, bodies));
  writeFileSync(source('testing', 'samples.ts'), notificationSamples(types, bodies));
});
