import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  notificationSamples,
  notificationTypes,
  readBodies,
} from '../../../scripts/lib/notification-types.mjs';
import { EVENT_TYPES } from '../../../src/domain/events/event-types';
import { SERVICE_EVENTS } from '../../../src/domain/events/event';
import { NOTIFICATION_TYPES } from '../../../packages/receiver/src/notifications.ts';
import { sampleNotification } from '../../../packages/receiver/src/testing/index.ts';

/* What scripts/generate-notifications.mjs wrote. */

const ROOT = path.resolve(__dirname, '../../..');
const sourceOf = (file: string) => readFileSync(path.join(ROOT, 'packages/receiver/src', file), 'utf8');
const types = [...EVENT_TYPES, ...SERVICE_EVENTS];
const bodies = ['payload-shapes', 'service-notifications'].flatMap((folder) =>
  readBodies(path.join(ROOT, 'test/fixtures', folder)),
);

it('the types are those of the catalogue: else run node scripts/generate-notifications.mjs', () => {
  expect(sourceOf('notifications.ts')).toBe(notificationTypes(types, bodies));
});

it('the samples are those of the catalogue: else run node scripts/generate-notifications.mjs', () => {
  expect(sourceOf('testing/samples.ts')).toBe(notificationSamples(types, bodies));
});

it('there is a notification, and a sample, of every event type, and of those of the service itself', () => {
  const names = types.map(({ name }) => name);
  expect(NOTIFICATION_TYPES).toEqual(names);
  expect(NOTIFICATION_TYPES.map((type) => sampleNotification(type).notification_type)).toEqual(names);
});

it('a key is optional when a body lacks it, unknown when none has it, and a map when the customer names its keys', () => {
  const type = { name: 'delete_x', description: 'Gone.', bodyShape: 'invented', keyOrder: ['never'] };
  const all = [
    { notification_type: 'delete_x', resources: { a: { n: 1 } }, list: [{ n: 1 }, { n: 's', m: null }] },
    { notification_type: 'delete_x', resources: { b: { n: 2 } }, list: [], sometimes: true },
  ];
  expect(notificationTypes([type], all)).toContain(`
/** Gone. Its keys are this project's proposal: no public record shows them. */
export interface DeleteXNotification extends CommonNotification {
  readonly notification_type: 'delete_x';
  readonly never?: unknown;
  readonly resources: Readonly<Record<string, {
    readonly n: number;
  }>>;
  readonly list: readonly {
    readonly n: number | string;
    readonly m?: null;
  }[];
  readonly sometimes?: boolean;
}`);
});
