import type { Locator, Page } from 'playwright-core';
import type { Trigger } from '../../src/domain/triggers/trigger';
import { aTrigger } from '../support/builders/a-trigger';
import { BY } from '../support/builders/an-audit-entry';
import { editFilter, editText } from './support/editing';
import { explainOne, LARGE, resolveOne } from './support/explained-event';
import { Keyboard } from './support/keyboard';
import { useConsole } from './support/test-console';

const console = useConsole();

const ROOM = { maxNotificationUrls: 30, maxTriggers: 900 };

async function open(path = 'trg-large', editor = 'Filter, as JSONLogic', key = console.key): Promise<Page> {
  const page = await console.openAt(`triggers/${path}`, key);
  await page.getByRole('textbox', { name: editor }).waitFor();
  return page;
}

const stored = async (id = 'trg-large') => console.stores.triggers.find(console.environmentId, id);
const save = (page: Page) => page.getByRole('button', { name: 'Save' });
const saved = (page: Page) => page.getByText('Saved. It holds from the next event on.').waitFor();
/** What was saved by somebody else. */
const change = (changes: Partial<Trigger>) =>
  console.stores.triggers.update(console.environmentId, 'trg-large', {
    changes: { ...changes, updatedAt: new Date().toISOString() },
    limits: ROOM,
    by: BY,
  });

it('a filter is written on the newest event within three clicks, judged by the service’s rules, and saved', async () => {
  await explainOne(console);
  const page = await console.signedIn();
  let clicks = 0;
  const click = async (locator: Locator) => {
    await locator.click();
    clicks += 1;
  };
  await click(page.getByRole('link', { name: 'Webhook notifications' }));
  const row = page.getByRole('row').filter({ hasText: 'large.example.com' });
  await click(row.getByRole('link', { name: /upload/ }));
  const editor = page.getByRole('textbox', { name: 'Filter, as JSONLogic' });
  await click(editor);
  expect(clicks).toBe(3);
  await page.getByText('"public_id": "catalog/blue-kettle"').waitFor();

  await editFilter(page, '{ "and": [{ "log": [1] }] }');
  await page.getByText('filter at /and/0 is an object with "log"; expected one of the operators').waitFor();
  expect(await page.locator('.cm-lintRange-error').textContent()).toBe('{ "log": [1] }');
  expect(await save(page).getAttribute('aria-disabled')).toBe('true');

  await editFilter(page, '{ "and": [');
  await page.getByText('malformed JSON at position 10 (line 1, column 11)').waitFor();

  await editFilter(page, JSON.stringify(LARGE));
  await page.getByText('Holds it back').waitFor();
  await page.getByRole('button', { name: 'bytes = 81234' }).click();
  expect(await page.locator('.payload .marked').textContent()).toBe('"bytes": 81234,');
  await page.getByRole('button', { name: 'Test on the last 100 events' }).click();
  await page.getByText('Would have told 0 of 1').waitFor();
  await page.keyboard.press('ControlOrMeta+Enter');
  await saved(page);
  expect((await stored())?.filter).toEqual(LARGE);
});

it('a payload template shows the bytes that are then sent, and what is empty in them', async () => {
  await explainOne(console);
  const page = await open('trg-large?tab=template', 'Payload template, as JSON with Mustache');
  await editText(page, 'Payload template, as JSON with Mustache', '{ "id": "{{nowhere.id}}" }');
  await page.getByText('payload_template at /id is').waitFor();
  await editText(
    page,
    'Payload template, as JSON with Mustache',
    '{ "id": "{{asset.public_id}}", "u": "{{asset.url}}" }',
  );
  await page.getByText('Empty in this event').waitFor();
  await page.getByRole('radio', { name: 'As sent' }).click();
  const body = '{"id":"catalog/blue-kettle","u":""}';
  await page.getByRole('region', { name: 'Body' }).getByText(body).waitFor();
  await save(page).click();
  await saved(page);
  await change({ filter: undefined });
  await resolveOne(console, { eventId: 'the-next' });
  const delivery = await console
    .db('deliveries')
    .where({ event_id: 'the-next', body_kind: 'template' })
    .first();
  expect(delivery.body).toBe(body);
});

it('one that somebody else changes meanwhile shows both sides, and the draft stays until one is chosen', async () => {
  await explainOne(console);
  const page = await open();
  await editFilter(page, '{ "==": [{ "var": "format" }, "jpg"] }');
  await change({ filter: { '==': [2, 2] } });
  await save(page).click();
  await page.getByText('Somebody else changed this trigger meanwhile.').waitFor();
  expect(await page.locator('.note del').textContent()).toBe('{"==":[1,1]}');
  expect(await page.locator('.note ins').textContent()).toBe('{"==":[2,2]}');
  expect((await stored())?.filter).toEqual({ '==': [2, 2] });
  await page.getByRole('button', { name: 'Keep my draft' }).click();
  await save(page).click();
  await saved(page);
  expect((await stored())?.filter).toEqual({ '==': [{ var: 'format' }, 'jpg'] });
});

it('asks before a draft is left, and has a kept one again', async () => {
  await explainOne(console);
  const page = await open();
  await editFilter(page, '{ "!": [false] }');
  await page.getByRole('link', { name: 'Events' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Leave without saving?' });
  await dialog.getByRole('button', { name: 'Stay' }).click();
  await page.getByRole('link', { name: 'Events' }).click();
  await dialog.getByRole('button', { name: 'Keep draft and leave' }).click();
  await page.getByRole('heading', { name: 'Events', exact: true }).waitFor();
  await page.goBack();
  await page.getByText('Not saved: filter').waitFor();
  expect(await page.getByRole('textbox', { name: 'Filter, as JSONLogic' }).textContent()).toContain('false');
  await page.getByRole('link', { name: 'Health' }).click();
  await dialog.getByRole('button', { name: 'Discard and leave' }).click();
  await page.getByRole('heading', { name: 'Health' }).waitFor();
  await page.goBack();
  await page.getByText('Everything is saved.').waitFor();
});

it('makes a trigger with a filter, and deletes one, with the keyboard alone', async () => {
  await explainOne(console);
  const page = await console.openAt(
    `triggers/new?uri=${encodeURIComponent('https://new.example.com/hooks')}`,
  );
  await page.getByRole('textbox', { name: 'Filter, as JSONLogic' }).waitFor();
  const keyboard = await Keyboard.of(page);
  await keyboard.goTo('Filter, as JSONLogic');
  await keyboard.type('{');
  await keyboard.press('Control+ ');
  await page.getByRole('listbox').waitFor();
  await keyboard.type('some');
  await page.getByRole('option', { name: /^some/, selected: true }).waitFor();
  await keyboard.press('Escape', 'ControlOrMeta+a');
  await keyboard.type('{ "in": ["hero", { "var": "tags" }] }');
  await keyboard.press('ControlOrMeta+Enter');
  await page.getByRole('heading', { name: 'Trigger for all' }).waitFor();
  const triggers = await console.stores.triggers.list(console.environmentId);
  const made = triggers.find(({ uri }) => uri === 'https://new.example.com/hooks');
  expect(made).toMatchObject({ eventType: 'all', filter: { in: ['hero', { var: 'tags' }] } });
  await page.getByRole('textbox', { name: 'Filter, as JSONLogic' }).waitFor();
  await keyboard.goTo('Delete …');
  await keyboard.press('Enter');
  await keyboard.goTo('Delete it');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Webhook Notifications' }).waitFor();
  expect(await stored(made?.id)).toBeUndefined();
});

it('shows everything to a key that may only read, and says why nothing can be changed', async () => {
  await explainOne(console);
  const page = await open('trg-large', undefined, await console.addKey({ name: 'reader' }));
  await page.getByRole('textbox', { name: 'Filter, as JSONLogic' }).click();
  await page.keyboard.type('x');
  expect(await page.getByText('Not saved').count()).toBe(0);
  await save(page).focus();
  await page
    .locator('.action')
    .filter({ has: save(page) })
    .getByText('has the role read')
    .waitFor();
});

it('shows what a stranger has written in a trigger as text', async () => {
  const hostile = '<img src=x onerror=alert(1)>\u202e';
  const trigger = aTrigger({
    id: 'hostile',
    environmentId: console.environmentId,
    filter: { '==': [{ var: 'public_id' }, hostile] },
    payloadTemplate: { text: `${hostile} {{asset.public_id}}` },
  });
  await console.stores.triggers.insert(trigger, { limits: ROOM, by: BY });
  const page = await open('hostile');
  await page.getByText('Holds it back').waitFor();
  await page.getByRole('tab', { name: 'Payload template' }).click();
  await page.getByText('<img src=x onerror=alert(1)>').first().waitFor();
  expect(await page.locator('img[src=x]').count()).toBe(0);
});
