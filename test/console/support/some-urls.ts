import type { Trigger } from '../../../src/domain/triggers/trigger';
import { NO_COUNTS } from '../../../src/domain/statistics/statistics';
import { countsToRow } from '../../../src/store/statistics/counts';
import { aTrigger } from '../../support/builders/a-trigger';
import { BY } from '../../support/builders/an-audit-entry';
import { attempt } from './some-deliveries';
import type { TestConsole } from './test-console';

const UPLOADS = 'https://hooks.example.com/cld/uploads';
const LEGACY = 'https://legacy.example.org/notify';

const TRIGGERS: readonly Partial<Trigger>[] = [
  { uri: UPLOADS, eventType: 'upload' },
  { uri: UPLOADS, eventType: 'eager', additive: true },
  { uri: UPLOADS, eventType: 'moderation', filter: { '==': [1, 1] } },
  { uri: LEGACY, eventType: 'eager', payloadTemplate: { id: '{{asset.id}}' } },
  { uri: LEGACY, eventType: 'delete', authScheme: 'legacy_hmac' },
  { uri: 'https://backup.example.net/all-of-it/with/a/rather/long/path/of/its/own', eventType: 'all' },
];

interface Hour {
  readonly uri: string;
  readonly hoursAgo: number;
  readonly delivered: number;
  readonly failed: number;
}

/** Stores what the worker would have counted in one hour. */
export async function countHour(
  { db, environmentId }: TestConsole,
  { uri, hoursAgo, delivered, failed }: Hour,
): Promise<void> {
  await db('url_statistics').insert({
    environment_id: environmentId,
    // What has not ended is kept as minutes.
    span_seconds: hoursAgo < 2 ? 60 : 3_600,
    at_seconds: Math.floor(Date.now() / 3_600_000) * 3_600 - hoursAgo * 3_600,
    uri,
    event_type: 'upload',
    destination_host: new URL(uri).hostname,
    ...countsToRow({ ...NO_COUNTS, delivered, attempts: delivered + failed, rejected: failed, errors: {} }),
  });
}

/** Notification URLs of every kind, and attempts that failed for several causes. */
export async function addSomeUrls(console: TestConsole): Promise<void> {
  const { environmentId } = console;
  const limits = { maxNotificationUrls: 30, maxTriggers: 900 };
  for (const [index, about] of TRIGGERS.entries()) {
    const trigger = aTrigger({ id: `trigger-${index}`, environmentId, ...about });
    await console.stores.triggers.insert(trigger, { limits, by: BY });
  }
  for (let hoursAgo = 0; hoursAgo < 24; hoursAgo += 1) {
    await countHour(console, { uri: UPLOADS, hoursAgo, delivered: 20 + ((hoursAgo * 17) % 60), failed: 0 });
    const failed = hoursAgo < 5 ? 9 - hoursAgo : 0;
    await countHour(console, { uri: LEGACY, hoursAgo, delivered: hoursAgo < 3 ? 0 : 6, failed });
  }
  await attempt(console, { eventId: 'a', uri: LEGACY, httpStatus: 401 });
  await attempt(console, { eventId: 'b', uri: 'https://shop.example.net/webhooks', errorCode: 'dns_error' });
  await attempt(console, { eventId: 'c', uri: UPLOADS, durationMs: 20_001 });
}
