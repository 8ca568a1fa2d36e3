import { resolveDestinations } from '../../../src/activities/resolve-destinations';
import type { Trigger } from '../../../src/domain/triggers/trigger';
import { aTrigger } from '../../support/builders/a-trigger';
import { anEvent } from '../../support/builders/an-event';
import { BY } from '../../support/builders/an-audit-entry';
import type { TestConsole } from './test-console';

export const EXPLAINED = 'upload-7f3a90';
export const PUBLIC_ID = 'catalog/blue-kettle';

/** The filter of `trg-large`, before it was changed. */
export const LARGE = {
  and: [
    { '==': [{ var: 'resource_type' }, 'image'] },
    { '>': [{ var: 'bytes' }, 10_000_000] },
    { in: ['sale', { var: 'tags' }] },
  ],
};

const PAYLOAD = {
  public_id: PUBLIC_ID,
  resource_type: 'image',
  format: 'jpg',
  bytes: 81_234,
  tags: ['hero', 'spring'],
  eager: [
    { format: 'jpg', width: 300 },
    { format: 'webp', width: 900 },
  ],
};

const TRIGGERS: readonly Partial<Trigger>[] = [
  { id: 'trg-backup', eventType: 'all', additive: true, uri: 'https://backup.example.com/everything' },
  { id: 'trg-shop', additive: true, uri: 'https://shop.example.net/webhooks/cloudinary' },
  {
    id: 'trg-shop-all',
    eventType: 'all',
    additive: true,
    uri: 'https://shop.example.net/webhooks/cloudinary',
  },
  { id: 'trg-large', additive: true, uri: 'https://large.example.com/hooks?key=1', filter: LARGE },
  {
    id: 'trg-broken',
    additive: true,
    uri: 'https://broken.example.com/',
    filter: { missing_some: [1, null] },
  },
  { id: 'trg-quiet', uri: 'https://quiet.example.com/hooks' },
  { id: 'trg-deletes', eventType: 'delete', uri: 'https://deletes.example.com/' },
];

/** One event with all six verdicts, and a trigger that was changed since. */
export async function explainOne(
  console: TestConsole,
  about: Parameters<typeof anEvent>[0] = {},
): Promise<void> {
  const { stores, environmentId } = console;
  const limits = { maxNotificationUrls: 30, maxTriggers: 900 };
  for (const [index, trigger] of TRIGGERS.entries()) {
    const createdAt = new Date(Date.now() - 90_000 + index).toISOString();
    await stores.triggers.insert(aTrigger({ environmentId, ...trigger, createdAt, updatedAt: createdAt }), {
      limits,
      by: BY,
    });
  }
  await resolveOne(console, { eventId: EXPLAINED, ...about });
  const changes = { filter: { '==': [1, 1] }, updatedAt: new Date().toISOString() };
  await stores.triggers.update(environmentId, 'trg-large', { changes, limits, by: BY });
}

/** An event of a minute ago, with what its destinations are sent. */
export async function resolveOne(
  { stores, environmentId }: TestConsole,
  about: Parameters<typeof anEvent>[0],
): Promise<void> {
  const receivedAt = new Date(Date.now() - 60_000);
  const event = anEvent({
    environmentId,
    payload: PAYLOAD,
    request: { notification_url: 'https://own.example.com/done' },
    receivedAt: receivedAt.toISOString(),
    ...about,
  });
  await stores.events.insert(event, 'h');
  const { events, triggers, signing } = stores;
  const now = () => new Date(receivedAt.getTime() + 12);
  await resolveDestinations({ events, triggers, keys: signing, now }, event);
}
