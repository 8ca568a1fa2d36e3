import type { Page } from 'playwright-core';
import { Keyboard } from './support/keyboard';
import { sendFailed, workOneBatch } from './support/some-bulk-actions';
import { attempt, send } from './support/some-deliveries';
import { useConsole } from './support/test-console';

const console = useConsole();

const HOST = 'legacy.example.org';

async function startedId(page: Page): Promise<string> {
  await page.getByRole('heading', { name: /^Bulk action / }).waitFor();
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

it('two clicks on Health retry all that failed at one host, and it is stopped half way', async () => {
  await sendFailed(console, 25);
  await attempt(console, { eventId: 'waits', uri: `https://${HOST}/notify`, httpStatus: 503 });
  const page = await console.signedIn();
  await page.getByRole('button', { name: `Retry failed … to ${HOST}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('25 deliveries', { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Retry 25 deliveries' }).click();

  const id = await startedId(page);
  await page.getByText('0 of 25').waitFor();
  await workOneBatch(console, id);
  await page.getByText('10 of 25').waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('Stopping', { exact: true }).waitFor();
  await workOneBatch(console, id);
  await page.getByText('Stopped', { exact: true }).waitFor();
  await page.getByRole('row', { name: 'Done 10 Retried' }).waitFor();
  await page.getByRole('row', { name: 'Left 15 Not touched, since it was stopped' }).waitFor();
  expect(console.api.world.cancelled).toEqual([id]);

  await page.getByRole('link', { name: 'Its deliveries' }).click();
  await page.getByText('10 shown, all there are').waitFor();
  await page.locator('a.event').first().click();
  await page.getByRole('link', { name: id }).waitFor();
});

it('the list retries the ticked rows, or all that match, and says when the deliveries have changed', async () => {
  await sendFailed(console, 52);
  const page = await console.openAt(`deliveries?destination_host=${HOST}`);
  await page.getByText('50 shown').waitFor();
  await page.getByRole('checkbox', { name: 'Tick upload failed-52' }).check();
  await page.getByRole('button', { name: 'Retry 1 ticked …' }).click();
  await page.getByRole('button', { name: 'Retry 1 delivery' }).waitFor();
  await page.keyboard.press('Escape');

  await page.getByRole('checkbox', { name: 'Tick all shown' }).check();
  await page.getByText('50 ticked', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Take all 52 that match' }).click();
  await page.getByRole('button', { name: 'Retry these …' }).click();
  await page.getByText('52 deliveries', { exact: true }).waitFor();
  await console.db('deliveries').whereLike('id', '%failed-1%').update({ status: 'delivered' });
  await page.getByRole('button', { name: 'Retry 52 deliveries' }).click();
  await page.getByText('the deliveries have changed since the preview').waitFor();
  expect(await console.db('bulk_actions')).toEqual([]);
  await page.getByRole('button', { name: 'Count again' }).click();
  await page.getByRole('button', { name: 'Retry 41 deliveries' }).click();
  await startedId(page);
});

it('an event’s failed deliveries are retried with the keyboard alone, as ticked rows are cancelled', async () => {
  await sendFailed(console, 2);
  const columns = { status: 'pending', attempt_count: 1 };
  await send(console, { eventId: 'waits', uri: `https://${HOST}/notify`, columns, secondsAgo: 5 });
  const page = await console.signedIn();
  const keyboard = await Keyboard.of(page);
  await keyboard.press('g', 'd');
  await page.getByText('5 shown').waitFor();
  await keyboard.press('j', 'x');
  await page.getByText('1 ticked', { exact: true }).waitFor();
  await keyboard.goTo('Cancel 1 ticked …', 'Shift+Tab');
  await keyboard.press('Enter');
  await page.getByRole('button', { name: 'Cancel 1 delivery' }).waitFor();
  await keyboard.goTo('Cancel 1 delivery');
  await keyboard.press('Enter');
  await startedId(page);
  expect((await keyboard.focused())[0]).toMatch(/^Bulk action /);

  await keyboard.press('/');
  await keyboard.type('failed-1');
  await keyboard.press('Enter');
  await page.getByText('Retry all failed …').waitFor();
  await keyboard.goTo('Retry all failed …');
  await keyboard.press('Enter');
  await page.getByRole('button', { name: 'Retry 1 delivery' }).waitFor();
  await keyboard.goTo('Retry 1 delivery');
  await keyboard.press('Enter');
  await startedId(page);
  await keyboard.press('g', 'b');
  await page.getByRole('link', { name: 'Cancel 1 delivery' }).waitFor();
  await page.getByRole('link', { name: 'Retry 1 delivery' }).waitFor();
});

it('a key that may only read sees why it may not', async () => {
  await sendFailed(console, 1);
  const page = await console.openAt('deliveries', await console.addKey({ name: 'reader' }));
  const button = page.getByRole('button', { name: 'Retry these …' });
  await button.focus();
  await page.getByRole('tooltip').filter({ hasText: 'It takes the role admin.' }).first().waitFor();
  expect(await button.getAttribute('aria-disabled')).toBe('true');
});
