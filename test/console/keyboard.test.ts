import { sendFailed } from './support/some-bulk-actions';
import { attempt, aWaitingDelivery, send } from './support/some-deliveries';
import { EXPLAINED, explainOne } from './support/explained-event';
import { focusIn, Keyboard } from './support/keyboard';
import { signNow } from './support/some-keys';
import { useConsole } from './support/test-console';

const console = useConsole();

async function withKeyboard() {
  const page = await console.signedIn();
  return { page, keyboard: await Keyboard.of(page) };
}

const BODY = '{"notification_type":"upload"}';

it('the tasks of the Console are done with the keyboard alone, and the focus is seen at every stop', async () => {
  await explainOne(console);
  await aWaitingDelivery(console);
  await console.addKey({ name: 'hooks', createdAt: '2026-11-02T09:00:00.000Z' });
  const { page, keyboard } = await withKeyboard();

  // Adds a notification URL.
  await keyboard.press('g', 'n');
  await page.getByRole('heading', { name: 'Webhook Notifications' }).waitFor();
  await page.getByText('Default - All notifications').first().waitFor();
  await keyboard.goTo(/^Add notification URL/);
  await keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await keyboard.goTo('Notification URL');
  await keyboard.type('https://new.example.com/hooks');
  await keyboard.goTo('Save');
  await keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByText('https://new.example.com/hooks').waitFor();

  // Changes its notification types.
  await keyboard.goTo(/^Types of https:\/\/new\.example\.com/);
  await keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await keyboard.goTo(/^Upload/);
  await keyboard.press('Space');
  // The page first asks what would be lost.
  await page.locator('[role="dialog"] button:not([disabled])', { hasText: 'Save' }).waitFor();
  await keyboard.goTo('Save');
  await keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const row = page.getByRole('row').filter({ hasText: 'https://new.example.com/hooks' });
  await row.getByText('upload', { exact: true }).waitFor();

  // Sees why an event did or did not arrive.
  await keyboard.press('/');
  await keyboard.type(EXPLAINED);
  await keyboard.press('Enter');
  await page.getByText('6 triggers asked').waitFor();

  // Sees exactly what was sent and answered, and ends the wait.
  await keyboard.press('g', 'd');
  await page.getByRole('heading', { name: 'Deliveries', exact: true }).waitFor();
  await page.getByRole('link', { name: 'upload upload-red-kettle' }).waitFor();
  const focusedRow = () => page.evaluate<number>(`document.activeElement.closest('tr').rowIndex`);
  await keyboard.press('j');
  expect(await focusedRow()).toBe(1);
  await keyboard.press('j', 'j', 'k');
  expect(await focusedRow()).toBe(2);
  await keyboard.press('k');
  for (let rows = 0; rows < 9 && !(await keyboard.focused())[0].includes('upload-red-kettle'); rows++) {
    await keyboard.press('j');
  }
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: /^Refused twice/ }).waitFor();
  await keyboard.goTo(/^Error$/);
  await keyboard.press('ArrowLeft');
  await page.getByText('503 busy').waitFor();
  await keyboard.press('r');
  await page.getByText(/^The wait is over|^The next attempt is under way/).waitFor();
  expect(console.api.world.retried).toHaveLength(1);

  // Chooses the key that signs.
  await keyboard.press('g', 'k');
  await page.getByRole('heading', { name: 'Keys & signatures' }).waitFor();
  await page.getByText('signs now').first().waitFor();
  await keyboard.goTo('Key that signs notifications');
  await keyboard.press('f');
  await keyboard.goTo('Save');
  await keyboard.press('Enter');
  await page.getByText('since it is dedicated to webhooks').waitFor();

  // Finds out why a signature does not verify.
  const { timestamp, signature } = await signNow(console, BODY);
  await keyboard.goTo('Body, exactly as it was received', 'Shift+Tab');
  await keyboard.type(`${BODY}\n`);
  await keyboard.goTo('X-Cld-Timestamp');
  await keyboard.type(timestamp);
  await keyboard.goTo('X-Cld-Signature');
  await keyboard.type(signature);
  await keyboard.press('Enter');
  await page.getByText('Line break at the end').waitFor();
});

it('what fails at a host is retried, what waits there is cancelled, and one alone is either', async () => {
  const HOST = 'legacy.example.org';
  await sendFailed(console, 2);
  await attempt(console, { eventId: 'waits', uri: `https://${HOST}/notify`, httpStatus: 503 });
  const delivered = { status: 'delivered', attempt_count: 1 };
  const uri = 'https://hooks.example.com/cld';
  await send(console, { eventId: 'arrived', uri, columns: delivered, secondsAgo: 1 });
  const { page, keyboard } = await withKeyboard();
  const confirm = async (button: string, confirmed: string) => {
    await keyboard.goTo(button);
    await keyboard.press('Enter');
    await page.getByRole('button', { name: confirmed, exact: true }).waitFor();
    await keyboard.goTo(confirmed);
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Bulk action / }).waitFor();
  };

  await page.getByText('Answered 503').first().waitFor();
  await confirm(`Retry failed … to ${HOST}`, 'Retry 2 deliveries');
  await keyboard.press('g', 'h');
  await page.getByText('Answered 503').first().waitFor();
  await confirm(`Cancel waiting … to ${HOST}`, 'Cancel 1 delivery');
  const asked = await console.db('bulk_actions').orderBy('created_at').select<{ kind: string }[]>('kind');
  expect(asked.map(({ kind }) => kind)).toEqual(['retry', 'cancel']);

  // One alone, in its row: after a question where it was delivered.
  await keyboard.press('g', 'd');
  await page.getByRole('link', { name: 'upload arrived' }).waitFor();
  await keyboard.press('j');
  await keyboard.press('r');
  await focusIn(page.getByRole('alertdialog')).waitFor();
  await keyboard.press('Escape');
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  expect(console.api.world.retried).toEqual([]);
  await focusIn(page.getByRole('link', { name: 'upload arrived' })).waitFor();
  await keyboard.press('r');
  await focusIn(page.getByRole('alertdialog')).waitFor();
  await keyboard.goTo('Send again');
  await keyboard.press('Enter');
  await page.getByText('arrived: The wait is over').waitFor();
  await keyboard.press('j');
  expect((await keyboard.focused())[0]).toMatch(/waits$/);
  await keyboard.press('r');
  await page.getByText('waits: The wait is over').waitFor();
  expect(console.api.world.retried).toEqual(['delivery-of-arrived', 'delivery-of-waits']);

  await keyboard.press('Enter');
  await page.getByRole('heading', { name: /^Refused once/ }).waitFor();
  await keyboard.goTo('Cancel');
  await keyboard.press('Enter');
  await page.getByText('It is being cancelled.').waitFor();
});

it('a row that cannot be retried says why', async () => {
  const columns = { status: 'pending', attempt_count: 0 };
  const uri = 'https://hooks.example.com/cld';
  await send(console, { eventId: 'sends', uri, columns, secondsAgo: 1 });
  await console.db('deliveries').update({ next_attempt_at: null });
  const { page, keyboard } = await withKeyboard();
  await keyboard.press('g', 'd');
  await page.getByRole('link', { name: 'upload sends' }).waitFor();
  await keyboard.press('j', 'r');
  await page.getByRole('tooltip').filter({ hasText: 'An attempt is under way' }).waitFor();
  expect(console.api.world.retried).toEqual([]);
});

it('keys that stand alone are shown by "?", do nothing while one types, and can be turned off for good', async () => {
  const { page, keyboard } = await withKeyboard();
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await keyboard.press('/');
  await keyboard.press('?');
  expect(await page.getByRole('searchbox').inputValue()).toBe('?');
  await keyboard.press('Tab');
  await keyboard.press('?');
  await help.waitFor();
  await keyboard.press('g', 'd');
  expect(new URL(page.url()).pathname).toBe('/console/');
  await page.getByRole('switch').focus();
  await keyboard.press('Space');
  expect(await page.evaluate('({ ...localStorage })')).toEqual({ shortcuts: 'off' });
  await keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('heading', { name: 'Health' }).waitFor();
  await keyboard.press('?', 'g', 'd');
  expect([await help.count(), new URL(page.url()).pathname]).toEqual([0, '/console/']);

  await page.getByRole('button', { name: 'Keyboard shortcuts' }).press('Enter');
  await help.waitFor();
  await page.getByRole('switch').press('Space');
  await keyboard.press('Escape');
  await keyboard.press('g', 'd');
  await page.getByRole('heading', { name: 'Deliveries', exact: true }).waitFor();
});
