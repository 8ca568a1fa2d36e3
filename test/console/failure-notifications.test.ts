import { endAt, nameFailureUrl, TOLD } from './support/some-failures';
import { useConsole } from './support/test-console';

const console = useConsole();

const told = async () => (await console.stores.failureNotifications.find(console.environmentId)).uri;

it('a URL is named, refused, changed and removed, and what failed for good since is shown', async () => {
  const page = await console.withMovableClock();
  await page.goto(`${console.url}settings/webhooks`);
  const panel = page.getByRole('region', { name: 'Failure notifications' });
  const dialog = page.getByRole('dialog');
  const field = dialog.getByLabel('URL for failure notifications');

  await panel.getByRole('button', { name: 'Name a URL …' }).click();
  await field.fill('http://10.0.0.1/');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('expected a public destination').waitFor();
  await field.fill('HTTPS://Alerts.Example.com:443/webhooks');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await panel.getByText(TOLD).waitFor();
  await panel.getByText('No delivery has failed for good since.').waitFor();

  await endAt(console, { id: 'f2', host: 'hooks.example.com', status: 'failed' });
  await endAt(console, { id: 'f3', host: 'hooks.example.com', status: 'delivered' });
  await page.clock.fastForward('00:10');
  const host = (name: string) => panel.getByRole('listitem').filter({ hasText: name });
  await host('hooks.example.com').getByText('Recovered', { exact: true }).first().waitFor();
  await host('hooks.example.com')
    .getByText('1 delivery failed for good, the last one: Answered 503')
    .waitFor();
  expect(await host('hooks.example.com').getByRole('link').getAttribute('href')).toBe(
    '/console/deliveries?destination_host=hooks.example.com&status=failed',
  );

  await panel.getByRole('button', { name: 'Change the URL …' }).click();
  await field.fill('https://pager.example.com/');
  await page.keyboard.press('Enter');
  await panel.getByText('https://pager.example.com/').waitFor();
  expect(await told()).toBe('https://pager.example.com/');

  await panel.getByRole('button', { name: 'Remove …' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await panel.getByRole('button', { name: 'Name a URL …' }).waitFor();
  expect(await told()).toBeUndefined();
});

it('a key that may only read sees who is notified, and changes nothing', async () => {
  await nameFailureUrl(console);
  const key = await console.addKey({ name: 'dashboard' });
  const page = await console.openAt('settings/webhooks', key);
  const panel = page.getByRole('region', { name: 'Failure notifications' });
  await panel.getByText(TOLD).waitFor();
  await panel.getByText('A key with the role read changes nothing.').waitFor();
  expect(await panel.getByRole('button').count()).toBe(0);
});
