import type { Page } from 'playwright-core';
import { send, sendSome } from './support/some-deliveries';
import { waitUntil } from '../support/services/wait-until';
import { useConsole } from './support/test-console';

const console = useConsole();

const DELIVERED = { status: 'delivered', attempt_count: 1 };
const uri = 'https://hooks.example.com/cld';

async function sendMany(count: number) {
  for (let n = 1; n <= count; n++) {
    await send(console, { eventId: `event-${n}`, uri, columns: DELIVERED, secondsAgo: 1000 + count - n });
  }
}

async function openList(query = '') {
  const page = await console.openAt(`deliveries${query}`);
  await page.getByRole('heading', { name: 'Deliveries', exact: true }).waitFor();
  return page;
}

const ids = (page: Page) => page.locator('tbody .id').allTextContents();

it('is a page of the rail, and shows the newest deliveries first', async () => {
  await sendSome(console);
  const page = await console.signedIn();
  await page.getByRole('link', { name: 'Deliveries', exact: true }).click();
  await page.getByRole('table').waitFor();
  expect(await page.locator('nav a[aria-current]').textContent()).toBe('Deliveries');
  expect((await ids(page))[0]).toBe('upload-blue-kettle');
  expect(await page.locator('tbody .chip').allTextContents()).toEqual([
    'Delivered',
    'Waiting to retry',
    'Delivered',
    'Failed',
    'Cancelled',
  ]);
});

describe('the filters', () => {
  it('are in the address, so that a list is a link', async () => {
    await sendSome(console);
    const page = await openList();
    await page.getByRole('table').waitFor();
    await page.getByLabel('Event type').selectOption('delete');
    await page.getByText('delete-old-teapot').waitFor();
    await page.getByText('1 shown').waitFor();
    expect(new URL(page.url()).search).toBe('?event_type=delete');
    await page.reload();
    await page.getByText('1 shown').waitFor();
    expect(await ids(page)).toEqual(['delete-old-teapot']);
  });

  it('have the room that they need, also when all of them are shown', async () => {
    const page = await openList('?phase=waiting');
    await page.getByText('More filters').click();
    for (const width of [1280, 1000, 390]) {
      await page.setViewportSize({ width, height: 800 });
      const tooWide = await page.evaluate<
        string[]
      >(`[...document.querySelectorAll('.field :is(input, select)')]
        .filter((each) => each.getBoundingClientRect().right > Math.min(innerWidth, each.closest('.field').getBoundingClientRect().right + 0.5))
        .map((each) => each.outerHTML)`);
      expect(tooWide).toEqual([]);
    }
  });

  it('that are typed count once they are whole', async () => {
    await sendSome(console);
    const page = await openList();
    await page.getByText('More filters').click();
    await page.getByLabel('URL').fill('https://LEGACY.example.org/notify');
    await page.getByLabel('URL').press('Enter');
    await page.getByText('1 shown').waitFor();
    expect(await ids(page)).toEqual(['eager-tea-tray']);
  });

  it('show how many there are of each status, host and error, and narrow to them', async () => {
    await sendSome(console);
    const page = await openList();
    await page.getByRole('button', { name: 'Delivered 2' }).waitFor();
    await page.getByRole('button', { name: 'Waiting 1' }).click();
    await page.getByText('1 shown').waitFor();
    expect(new URL(page.url()).search).toBe('?phase=waiting');
    await page.getByRole('button', { name: 'All 5' }).click();
    await page.getByRole('button', { name: 'hooks.example.com 3' }).click();
    await page.getByText('3 shown').waitFor();
    expect(new URL(page.url()).search).toBe('?destination_host=hooks.example.com');
  });

  it('that the API refuses say why, and are cleared', async () => {
    await sendSome(console);
    const page = await openList('?phase=later');
    await page.getByText('phase: got "later", expected one of sending, waiting').waitFor();
    await page.getByRole('search').getByRole('button', { name: 'Clear filters' }).click();
    await page.getByText('5 shown').waitFor();
  });

  it('that match nothing say so, and are cleared by a button', async () => {
    await sendSome(console);
    const page = await openList('?event_id=nowhere');
    await page.getByText('Nothing matches these filters').waitFor();
    await page.getByRole('search').getByRole('button', { name: 'Clear filters' }).click();
    await page.getByText('5 shown').waitFor();
    expect(new URL(page.url()).search).toBe('');
  });
});

it('says that nothing was sent yet, when nothing was', async () => {
  const page = await openList();
  await page.getByText('Nothing was sent yet').waitFor();
});

it('loads older pages below, and keeps them', async () => {
  await sendMany(120);
  const page = await openList();
  await page.getByText('50 shown').waitFor();
  await page.getByRole('button', { name: 'Load older' }).click();
  await page.getByText('100 shown').waitFor();
  await page.getByRole('button', { name: 'Load older' }).click();
  await page.getByText('120 shown, all there are').waitFor();
  expect(new Set(await ids(page)).size).toBe(120);
  expect(await page.getByRole('button', { name: 'Load older' }).count()).toBe(0);
});

/** Counts the calls of the API that have no answer yet. Text, since it runs in the page. */
const COUNT_CALLS = `globalThis.openCalls = 0;
const send = fetch;
globalThis.fetch = (...asked) => {
  globalThis.openCalls += 1;
  return send(...asked).finally(() => { globalThis.openCalls -= 1; });
};`;

/** Moves a page's clock, which stands still otherwise: also while an answer is on its way. */
async function passMs(page: Page, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += STEP_MS) {
    await page.clock.runFor(STEP_MS);
    await waitUntil('every call has its answer', async () => (await page.evaluate('openCalls')) === 0);
  }
}
const STEP_MS = 125;

describe('a list that changes', () => {
  const WAITING = { status: 'pending', attempt_count: 1 };

  it('shows what is new by itself, and sends nothing again that is the same', async () => {
    await send(console, { eventId: 'waits', uri, columns: WAITING, secondsAgo: 9 });
    const page = await openList();
    await page.getByText('1 shown').waitFor();
    await page.waitForResponse((answer) => answer.url().endsWith('/deliveries') && answer.status() === 304);
    expect(await ids(page)).toEqual(['waits']);
    await send(console, { eventId: 'new', uri, columns: DELIVERED, secondsAgo: 1 });
    await page.getByText('2 shown').waitFor();
    expect(await ids(page)).toEqual(['new', 'waits']);
  });

  it('never moves under the pointer or the focus: what is new waits', async () => {
    await sendMany(2);
    await send(console, { eventId: 'waits', uri, columns: WAITING, secondsAgo: 9 });
    const page = await openList();
    await page.locator('tbody tr').nth(1).hover();
    await send(console, { eventId: 'new', uri, columns: DELIVERED, secondsAgo: 1 });
    await console.db('deliveries').where({ id: 'delivery-of-event-1' }).update({ status: 'failed' });
    await page.getByRole('button', { name: '1 new' }).waitFor();
    expect(await ids(page)).toEqual(['waits', 'event-2', 'event-1']);
    // What is shown is up to date all the same.
    await page.getByRole('cell', { name: 'Failed' }).waitFor();
    await page.getByRole('button', { name: '1 new' }).click();
    await page.getByText('4 shown').waitFor();
    expect((await ids(page))[0]).toBe('new');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('TABLE');

    // Nor under the focus, which is there now.
    await page.mouse.move(0, 0);
    await send(console, { eventId: 'newer', uri, columns: DELIVERED, secondsAgo: 0 });
    await page.getByRole('button', { name: '1 new' }).waitFor();
    expect((await ids(page))[0]).toBe('new');
    await page.getByRole('link', { name: 'Health' }).focus();
    await page.getByText('5 shown').waitFor();
    expect((await ids(page))[0]).toBe('newer');
  });

  it.each([
    ['of the list', 'deliveries'],
    ['of its page', 'deliveries/delivery-of-waits'],
  ])('shows within 2.5 s of the clock what becomes of a pending delivery %s', async (_where, path) => {
    await send(console, { eventId: 'waits', uri, columns: WAITING, secondsAgo: 9 });
    const page = await console.withMovableClock();
    await page.addInitScript({ content: COUNT_CALLS });
    await page.goto(`${console.url}${path}`);
    await page.getByText('Waiting to retry').first().waitFor();
    await page.clock.pauseAt(Date.now() + 60_000);
    await passMs(page, 1_000);
    await console.db('deliveries').update({ ...DELIVERED, next_attempt_at: null });
    await passMs(page, 2_500);
    expect(await page.locator('.chip').allTextContents()).toEqual(['Delivered']);
  });
});
