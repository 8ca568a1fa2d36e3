import { resolveDestinations } from '../../src/activities/resolve-destinations';
import { BY } from '../support/builders/an-audit-entry';
import { anEvent } from '../support/builders/an-event';
import { aTrigger } from '../support/builders/a-trigger';
import { picture } from './support/picture';
import { useConsole } from './support/test-console';

/* A delivery that waits in a channel: no attempt, no schedule, and a client that fetches it. */

const console = useConsole();

it('a channel is shown among the URLs and in the lists, and its delivery says that a client fetches it', async () => {
  const { stores, environmentId } = console;
  const now = () => new Date();
  const channel = aTrigger({ environmentId, uri: 'poll://orders/eu', uriType: 'poll' });
  await stores.triggers.insert(channel, { limits: { maxNotificationUrls: 30, maxTriggers: 900 }, by: BY });
  await stores.events.insert(anEvent({ environmentId, receivedAt: now().toISOString() }), 'h');
  const { events, triggers, signing: keys } = stores;
  await resolveDestinations({ events, triggers, keys, now }, { environmentId, eventId: 'evt1' });

  const page = await console.openAt('settings/webhooks');
  await page.getByRole('button', { name: 'More for poll://orders/eu' }).waitFor();
  await page.getByRole('button', { name: 'More for poll://orders/eu' }).click();
  const move = page.getByRole('menuitem', { name: 'Change URL …' });
  expect(await move.getAttribute('aria-disabled')).toBe('true');
  await page.getByRole('menuitem', { name: 'Deliveries to this URL' }).click();
  await page.getByText('In its channel').first().waitFor();
  await picture(page, 'channel-list', { fullPage: false });
  await page.getByRole('link', { name: 'upload evt1' }).click();
  await page.getByRole('heading', { name: 'Waiting for a client that polls its channel' }).waitFor();
  await page.getByText('None: a client fetches it from its channel, and acknowledges it.').waitFor();
  await picture(page, 'channel-delivery');

  const address = { environmentId, address: { channel: 'orders/eu' } };
  const terms = { claim: 'c1', limit: 1, at: now().toISOString(), until: '2999-01-01T00:00:00.000Z' };
  const [message] = await stores.pollMessages.claim(address, terms);
  const receipt = { claim: 'c1', deliveryId: message?.delivery.id ?? '' };
  await stores.pollMessages.acknowledge(environmentId, [receipt], now().toISOString());
  await page.getByRole('heading', { name: 'Acknowledged by a client' }).waitFor();
});
