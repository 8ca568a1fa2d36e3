import type { Page } from 'playwright-core';
import { aDayOfActivity } from './support/some-activity';
import { attempt, send, sendSome } from './support/some-deliveries';
import { useConsole } from './support/test-console';

const console = useConsole();

const DELIVERED = { status: 'delivered', attempt_count: 1 };
const WAITING = { status: 'pending', attempt_count: 1 };
const uri = 'https://hooks.example.com/cld';

const panel = (page: Page, title: string) =>
  page.getByRole('region').filter({ has: page.getByRole('heading', { name: title }) });

/** The page Health, whose clock a test moves on to the next poll. */
async function withMovableClock(): Promise<Page> {
  const page = await console.withMovableClock();
  await page.goto(console.url);
  return page;
}
const pollAgain = (page: Page) => page.clock.fastForward('01:00');

it('leads through the first notification: it does what it can by itself, and each step turns green', async () => {
  const page = await withMovableClock();
  const steps = panel(page, 'Send a first notification');
  await steps.getByText('0 of 3 done').waitFor();
  await steps.getByRole('button', { name: 'Create a trigger', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Add notification URL' });
  await dialog.getByLabel('Notification URL').fill(uri);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('row').filter({ hasText: uri }).waitFor();
  await page.getByRole('link', { name: 'Health' }).click();
  await steps.getByText('1 of 3 done').waitFor();

  await steps.getByRole('button', { name: 'Send a sample event', exact: true }).click();
  await steps.getByText('2 of 3 done').waitFor();
  const [event] = await console.db('events').select<{ event_id: string; event_type: string }[]>('*');
  const link = steps.getByRole('link', { name: 'see what became of it' });
  expect(await link.getAttribute('href')).toBe(`/console/events/${event?.event_id}`);
  expect(event?.event_type).toBe('upload');
  await page.getByText('1, the oldest for').waitFor();

  await send(console, { eventId: 'first', uri, columns: WAITING, secondsAgo: 1 });
  await pollAgain(page);
  await page.getByText('Waiting to retry').waitFor();
  await console.db('deliveries').update({ ...DELIVERED, next_attempt_at: null });
  await pollAgain(page);
  await steps.getByText('3 of 3 done').waitFor();
  await page.getByRole('cell', { name: 'Delivered' }).waitFor();
});

it('gives commands that a shell takes, without the secret', async () => {
  const page = await console.signedIn();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy the command: Create a trigger' }).click();
  await page.getByText('Copied').waitFor();
  const command = await page.evaluate<string>('navigator.clipboard.readText()');
  expect(command).toBe(
    `curl -sS -u "${console.key.apiKey}:$API_SECRET" ${console.api.url}/v1_1/red-kettle/triggers \\\n` +
      `  -H 'content-type: application/json' \\\n` +
      `  -d '{"event_type":"upload","uri":"http://127.0.0.1:9000/hooks"}'`,
  );
});

it('shows the newest deliveries first, in every state', async () => {
  await sendSome(console);
  const page = await console.signedIn();
  await page.getByText('upload-blue-kettle').waitFor();
  const chips = await page.locator('tbody .chip').allTextContents();
  expect(chips).toEqual(['Delivered', 'Waiting to retry', 'Delivered', 'Failed', 'Cancelled']);
});

describe('what happened of late', () => {
  it('is read bar by bar with the keyboard, opens its deliveries, and is the same as a table', async () => {
    await aDayOfActivity(console);
    const page = await console.signedIn();
    const activity = panel(page, 'Last 24 hours');
    const bars = activity.getByRole('slider');
    await bars.focus();
    const read = async () => (await bars.getAttribute('aria-valuetext')) ?? '';
    const bar: string[] = [await read()];
    for (let n = 1; n < 96; n++) {
      await page.keyboard.press('ArrowLeft');
      bar.push(await read());
    }
    const counted = (text: string, what: string) => Number(new RegExp(`(\\d+) ${what}`).exec(text)?.[1] ?? 0);
    const sum = (what: string) => bar.reduce((total, text) => total + counted(text, what), 0);
    const attempts = await console.db('attempts').select<{ outcome_kind: string }[]>('outcome_kind');
    const of = (kind: string) => attempts.filter((each) => each.outcome_kind === kind).length;
    expect([sum('delivered'), sum('attempts? failed')]).toEqual([of('delivered'), of('rejected')]);

    await activity.getByRole('button', { name: 'Show as table' }).click();
    const rows = await activity.locator('tbody tr').allTextContents();
    expect(rows).toHaveLength(bar.filter((text) => !text.endsWith('nothing happened')).length);
    await activity.getByRole('button', { name: 'Show as picture' }).click();

    await bars.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Deliveries' }).waitFor();
    const { searchParams } = new URL(page.url());
    const [from, to] = ['from', 'to'].map((name) => Date.parse(searchParams.get(name) ?? ''));
    expect((to ?? 0) - (from ?? 0)).toBe(15 * 60_000);
  });

  it('shows each host that fails: why, what waits, and its deliveries one click away', async () => {
    await attempt(console, { eventId: 'one', uri: 'https://legacy.example.org/hook', httpStatus: 503 });
    const page = await console.signedIn();
    const failing = panel(page, 'Failing now');
    await failing.getByText('Answered 503').waitFor();
    await failing.getByText('in 3:5').waitFor();
    await failing.getByRole('link', { name: 'Deliveries to legacy.example.org' }).click();
    await page.getByRole('heading', { name: 'Deliveries' }).waitFor();
    expect(new URL(page.url()).search).toBe('?destination_host=legacy.example.org');
  });
});

it('says what of the service is out of order', async () => {
  console.api.world.healthAnswer = { database: 'ok', temporal: { fault: 'connection refused' } };
  const page = await console.signedIn();
  const service = panel(page, 'Service');
  await service.getByText('Not working').waitFor();
  await service.getByText('connection refused').waitFor();
});

it('says that it is offline while the API is away, keeps what it shows, and comes back', async () => {
  await sendSome(console);
  const page = await withMovableClock();
  await page.getByText('upload-blue-kettle').waitFor();
  await page.context().setOffline(true);
  await pollAgain(page);
  await page.getByText('Offline').waitFor();
  expect(await page.getByText('upload-blue-kettle').isVisible()).toBe(true);
  await page.context().setOffline(false);
  await pollAgain(page);
  await page.getByText(/^Live/).waitFor();
});

it('shows each time in the chosen zone, and the other one in its title', async () => {
  await send(console, { eventId: 'one', uri, columns: DELIVERED, secondsAgo: 5 });
  const page = await console.signedIn();
  const time = page.locator('tbody time');
  expect(await time.textContent()).toMatch(/ CET \d+s ago$/);
  await page.getByRole('radio', { name: 'UTC' }).click();
  expect(await time.textContent()).toMatch(/ UTC \d+s ago$/);
  expect(await time.getAttribute('title')).toMatch(/ UTC$/);
});

it('shows what strangers wrote as text, and what cannot be seen as its code', async () => {
  const hostile = [
    `https://evil.example/"><img src=x onerror="globalThis.wasRun = true">`,
    `javascript:globalThis.wasRun=true//https://evil.example/`,
    `https://evil.example/\u202Egnp.exe`,
    `https://evil.example/<script>globalThis.wasRun = true</script>`,
    `https://evil.example/{{constructor.constructor('globalThis.wasRun = true')()}}`,
  ];
  for (const [n, each] of hostile.entries()) {
    await send(console, {
      eventId: `e${n}\u200b<b>`,
      uri: each,
      columns: { ...DELIVERED, last_error_code: '<i>x</i>' },
      secondsAgo: n,
    });
  }
  const page = await console.signedIn();
  const urls = page.locator('td .url');
  await urls.nth(hostile.length - 1).waitFor();
  expect(await urls.allTextContents()).toEqual(hostile.map((each) => each.replace('\u202E', '‹U+202E›')));
  expect(await page.locator('td .id').first().textContent()).toBe('e0‹U+200B›<b>');
  expect(await page.evaluate('globalThis.wasRun')).toBeUndefined();
  expect(await page.locator('td img, td script, td b, td i').count()).toBe(0);
});

it('has one page for every other address, with a way home', async () => {
  const page = await console.openAt('nowhere/at-all');
  await page.getByRole('heading', { name: 'No such page' }).waitFor();
  await page.getByRole('link', { name: 'Go to the home page' }).click();
  await page.getByRole('heading', { name: 'Health' }).waitFor();
  expect(await page.evaluate(`document.activeElement.tagName`)).toBe('H1');
});
