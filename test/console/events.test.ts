import type { Page } from 'playwright-core';
import { EXPLAINED, explainOne, PUBLIC_ID } from './support/explained-event';
import { sendSome } from './support/some-deliveries';
import { useConsole } from './support/test-console';

const console = useConsole();

const whyRows = (page: Page) => page.locator('table.why tbody tr');
const rowOf = (page: Page, url: string) => whyRows(page).filter({ hasText: url });

async function openEvent(query = '') {
  const page = await console.openAt(`events/${EXPLAINED}${query}`);
  await page.getByRole('heading', { name: 'Filter', exact: true }).waitFor();
  return page;
}

describe('the search', () => {
  it('leads to the reasons of an event by its id, its public ID and a delivery, without a click', async () => {
    await explainOne(console);
    const [delivery] = await console.stores.deliveries.list(console.environmentId, { limit: 1 });
    const page = await console.signedIn();
    for (const words of [EXPLAINED, PUBLIC_ID, delivery?.id ?? '']) {
      await page.goto(console.url);
      await page.getByRole('heading', { name: 'Health' }).waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type(words);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: `Event ${EXPLAINED}` }).waitFor();
      await page.getByText('6 triggers asked').waitFor();
      expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    }
  });

  it('leads to the list when several events have the public id, and says when nothing has it', async () => {
    await explainOne(console);
    await sendSome(console);
    const page = await console.signedIn();
    const box = page.getByRole('searchbox', { name: 'Search' });
    await box.fill('blue-kettle');
    await box.press('Enter');
    await page.getByText('5 shown').waitFor();
    expect(new URL(page.url()).search).toBe('?public_id=blue-kettle');
    await box.fill('no such thing');
    await box.press('Enter');
    await page.getByText('Nothing has this id or public ID').waitFor();
    await box.fill('trg-shop');
    await box.press('Enter');
    await page.getByText('This is the trigger of upload to shop.example.net').waitFor();
  });
});

describe('the reasons of an event', () => {
  it('have all six verdicts in words, and tell what was changed since', async () => {
    await explainOne(console);
    const page = await openEvent();
    await page
      .getByText(
        "Resolved 12 ms after it was accepted: the call's own URL told, 6 triggers asked, 2 told, 1 merged, 1 filtered out, 1 failed in their filter, 1 silenced by the call, 1 not subscribed.",
      )
      .waitFor();
    const chips = await whyRows(page).locator('td:first-child .chip').allTextContents();
    const urls = await whyRows(page).locator('.url').allTextContents();
    const shown = chips.map((chip, index) => [chip, urls[index]]);
    expect(shown.slice(0, 1)).toEqual([['Told', 'https://own.example.com/done']]);
    expect(shown.slice(1).sort()).toEqual([
      ['Filter failed', 'https://broken.example.com/'],
      ['Filtered out', 'https://large.example.com/hooks?key=***'],
      ['Merged', 'https://shop.example.net/webhooks/cloudinary'],
      ['Silenced', 'https://quiet.example.com/hooks'],
      ['Told', 'https://backup.example.com/everything'],
      ['Told', 'https://shop.example.net/webhooks/cloudinary'],
    ]);
    const large = rowOf(page, 'large.example.com');
    expect(await large.textContent()).toContain('changed since');
    expect(await large.textContent()).toContain('/and/1: bytes is 81234, expected > 10000000');
    await page.getByText('One trigger is for another event type').waitFor();
  });

  it('show the filter as it was, with the values of the payload, and where each one stands', async () => {
    await explainOne(console);
    const page = await openEvent('?trace=trg-large');
    await page.getByRole('heading', { name: 'The filter of https://large.example.com' }).waitFor();
    const bytes = page.getByRole('button', { name: 'bytes = 81234' });
    expect(await page.locator('.node.deciding').textContent()).toContain('bytes = 81234');
    expect(await page.locator('.trace').textContent()).toContain('not reached');
    await bytes.click();
    expect(await page.locator('.payload .marked').first().textContent()).toBe('"bytes": 81234,');
    await page.locator('.payload button', { hasText: '"resource_type"' }).click();
    expect(
      await page.getByRole('button', { name: 'resource_type = "image"' }).getAttribute('aria-pressed'),
    ).toBe('true');
  });

  it('by the triggers of now say what would be different, and the address keeps the choice', async () => {
    await explainOne(console);
    const page = await openEvent('?trace=trg-large');
    await page.getByRole('radio', { name: 'What if now?' }).click();
    await page.getByText('With the triggers of now').waitFor();
    const large = rowOf(page, 'large.example.com');
    expect(await large.textContent()).toContain('before: filtered out');
    expect(await large.locator('.chip').first().textContent()).toBe('Told');
    expect(new URL(page.url()).searchParams.get('triggers')).toBe('now');
  });

  it('of an id that nothing has say so', async () => {
    const page = await console.openAt('events/nowhere');
    await page.getByText('expected the id of an event').waitFor();
  });

  it('show hostile texts as texts', async () => {
    const hostile = '<img src=x onerror=alert(1)>\u202e{{x}}';
    await explainOne(console, { payload: { public_id: hostile, resource_type: hostile, bytes: hostile } });
    const page = await openEvent('?trace=trg-large');
    await page.getByText('<img src=x onerror=alert(1)>‹U+202E›').first().waitFor();
    expect(await page.locator('main img').count()).toBe(0);
  });
});

describe('the list of events', () => {
  it('shows what became of each, and narrows by it', async () => {
    await sendSome(console);
    await explainOne(console, { eventId: 'rename-1', eventType: 'rename', request: {} });
    const page = await console.signedIn();
    await page.getByRole('link', { name: 'Events', exact: true }).click();
    await page.getByText('6 shown').waitFor();
    await page.getByLabel('Outcome').selectOption('undelivered');
    await page.getByText('2 shown').waitFor();
    expect(new URL(page.url()).search).toBe('?outcome=undelivered');
    expect(await page.locator('tbody .chip').allTextContents()).toEqual(['1 failed', '1 cancelled']);
    await page.getByRole('link', { name: 'eager blue-kettle' }).click();
    await page.getByRole('heading', { name: 'Event eager-tea-tray' }).waitFor();
  });
});
