import type { Trigger } from '../../../src/domain/triggers/trigger';
import { aTrigger } from '../../support/builders/a-trigger';
import { BY } from '../../support/builders/an-audit-entry';
import { attempt } from './some-deliveries';
import type { TestConsole } from './test-console';

const TRIGGERS: readonly Partial<Trigger>[] = [
  { uri: 'https://hooks.example.com/cld/uploads', eventType: 'upload' },
  { uri: 'https://hooks.example.com/cld/uploads', eventType: 'eager', additive: true },
  { uri: 'https://hooks.example.com/cld/uploads', eventType: 'moderation', filter: { '==': [1, 1] } },
  { uri: 'https://legacy.example.org/notify', eventType: 'eager', payloadTemplate: { id: '{{asset.id}}' } },
  { uri: 'https://legacy.example.org/notify', eventType: 'delete', authScheme: 'legacy_hmac' },
  { uri: 'https://backup.example.net/all-of-it/with/a/rather/long/path/of/its/own', eventType: 'all' },
];

/** Notification URLs of every kind, and attempts that failed for several causes. */
export async function addSomeUrls(console: TestConsole): Promise<void> {
  const { environmentId } = console;
  const limits = { maxNotificationUrls: 30, maxTriggers: 900 };
  for (const [index, about] of TRIGGERS.entries()) {
    const trigger = aTrigger({ id: `trigger-${index}`, environmentId, ...about });
    await console.stores.triggers.insert(trigger, { limits, by: BY });
  }
  await attempt(console, { eventId: 'a', uri: 'https://legacy.example.org/notify', httpStatus: 401 });
  await attempt(console, { eventId: 'b', uri: 'https://shop.example.net/webhooks', errorCode: 'dns_error' });
  await attempt(console, { eventId: 'c', uri: 'https://hooks.example.com/cld/uploads', durationMs: 20_001 });
}
