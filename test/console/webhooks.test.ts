import type { Locator, Page } from 'playwright-core';
import { EVENT_TYPE_NAMES } from '../../src/domain/events/event-types';
import type { Trigger } from '../../src/domain/triggers/trigger';
import { aTrigger } from '../support/builders/a-trigger';
import { BY } from '../support/builders/an-audit-entry';
import { answerTest } from './support/answer-test';
import { violationsOf } from './support/axe';
import { focusIn } from './support/keyboard';
import { picture } from './support/picture';
import { attempt, send } from './support/some-deliveries';
import { countHour } from './support/some-urls';
import { useConsole } from './support/test-console';

const console = useConsole();

const A = 'https://hooks.example.com/cld';
const B = 'https://backup.example.net/all';

let made = 0;
async function add(about: Partial<Trigger> = {}): Promise<string> {
  const id = `trigger-${++made}`;
  const limits = { maxNotificationUrls: 100, maxTriggers: 1000 };
  const trigger = aTrigger({ id, environmentId: console.environmentId, uri: A, ...about });
  await console.stores.triggers.insert(trigger, { limits, by: BY });
  return id;
}

const stored = async () =>
  (await console.stores.triggers.list(console.environmentId))
    .map(({ eventType, uri }) => `${eventType} ${uri}`)
    .sort();

const PATH = 'settings/webhooks';

async function open(key = console.key): Promise<Page> {
  const page = await console.openAt(PATH, key);
  await page.getByText(/of 30 notification URLs/).waitFor();
  return page;
}

/** Counts what somebody clicks. */
function counting() {
  let clicks = 0;
  return {
    click: async (locator: Locator) => {
      await locator.click();
      clicks += 1;
    },
    choose: async (locator: Locator, value: string) => {
      await locator.selectOption(value);
      clicks += 1;
    },
    count: () => clicks,
  };
}

const row = (page: Page, uri: string) =>
  page.getByRole('row').filter({ has: page.getByText(uri, { exact: true }) });
const dialog = (page: Page) => page.getByRole('dialog');

it('adds a URL for all types in two clicks from the home page', async () => {
  const page = await console.signedIn();
  const mouse = counting();
  await mouse.click(page.getByRole('link', { name: 'Add notification URL' }));
  await dialog(page).getByLabel('Notification URL').fill('HTTPS://Hooks.Example.com:443/cld');
  expect(await dialog(page).getByLabel('Default - All notifications').isChecked()).toBe(true);
  await mouse.click(dialog(page).getByRole('button', { name: 'Save' }));
  await row(page, A).getByText('Default - All notifications').waitFor();
  await dialog(page).waitFor({ state: 'detached' });
  expect(await stored()).toEqual([`all ${A}`]);
  expect(mouse.count()).toBeLessThanOrEqual(2);
});

it('changes the types of a URL in three clicks and one for each type', async () => {
  await add();
  const page = await console.signedIn();
  const mouse = counting();
  await mouse.click(page.getByRole('link', { name: 'Webhook notifications' }));
  await mouse.click(page.getByRole('button', { name: `Types of ${A}` }));
  await mouse.click(dialog(page).getByLabel('Delete delete', { exact: true }));
  await mouse.click(dialog(page).getByLabel('Eager eager', { exact: true }));
  await mouse.click(dialog(page).getByRole('button', { name: 'Save' }));
  await row(page, A).getByText('eager').waitFor();
  expect(await stored()).toEqual([`delete ${A}`, `eager ${A}`, `upload ${A}`]);
  expect(mouse.count()).toBeLessThanOrEqual(3 + 2);
});

it('a first type takes the place of Default, which one click takes back', async () => {
  const page = await open();
  await page.getByRole('button', { name: 'Add notification URL' }).click();
  await dialog(page).getByLabel('Rename rename', { exact: true }).check();
  await dialog(page).getByText('Default is off').waitFor();
  expect(await dialog(page).getByLabel('Default - All notifications').isChecked()).toBe(false);
  await dialog(page).getByRole('button', { name: 'Keep both' }).click();
  expect(await dialog(page).getByLabel('Default - All notifications').isChecked()).toBe(true);
  await dialog(page).getByText('covered by Default').waitFor();
});

it('finds a type by its name and its description, and ticks a whole group', async () => {
  const page = await open();
  await page.getByRole('button', { name: 'Add notification URL' }).click();
  await dialog(page).getByLabel('Find a type').fill('folder was');
  await dialog(page).getByRole('button', { name: 'Tick all of Folder' }).click();
  await dialog(page).getByText('3 of 29').waitFor();
  await dialog(page).getByLabel('Find a type').fill('no such type');
  await dialog(page).getByText('No type has').waitFor();
});

it('shows a trigger that the API makes: a new URL, or one more type of a known one', async () => {
  await add();
  const page = await console.withMovableClock();
  await page.goto(`${console.url}${PATH}`);
  await page.getByText('1 of 30 notification URLs').waitFor();
  await add({ eventType: 'delete' });
  await add({ uri: B, eventType: 'all' });
  await page.clock.fastForward('00:10');
  await row(page, A).getByText('delete', { exact: true }).waitFor();
  await row(page, B).getByText('Default - All notifications').waitFor();
  await page.getByText('2 of 30 notification URLs').waitFor();
});

it('shows the attempts at a URL hour by hour, as a picture and in words', async () => {
  await add({ eventType: 'upload' });
  await add({ eventType: 'upload', uri: B });
  await countHour(console, { uri: A, hoursAgo: 5, delivered: 7, failed: 0 });
  await countHour(console, { uri: A, hoursAgo: 2, delivered: 1, failed: 3 });
  const page = await open();
  const picture = page.getByRole('row').filter({ hasText: A }).getByRole('img');
  await picture.waitFor();
  expect(await picture.getAttribute('aria-label')).toBe(
    '24 hours: 8 delivered, 3 attempts failed, the last of these 2 hours ago',
  );
  expect([await picture.locator('.good').count(), await picture.locator('.bad').count()]).toEqual([24, 1]);
  expect(await page.getByRole('row').filter({ hasText: B }).getByRole('img').count()).toBe(0);
});

it('shows additive, filter, template and scheme; additive has a command, and no switch', async () => {
  const id = await add({
    additive: true,
    filter: { '==': [1, 1] },
    payloadTemplate: { a: 'b' },
    authScheme: 'eddsa_v2',
  });
  const page = await open();
  const tags = await row(page, A).locator('.extra').allTextContents();
  expect(tags).toEqual(['additive', 'filter', 'template', 'eddsa_v2']);
  await page.getByRole('button', { name: `Types of ${A}` }).click();
  await dialog(page).locator('summary').click();
  await dialog(page).getByText('can’t be set in the Console').waitFor();
  expect(await dialog(page).locator('pre').textContent()).toContain(
    `-X PUT ${console.api.url}/v1_1/red-kettle/triggers/${id} \\\n  -H 'content-type: application/json' \\\n  -d '{"additive":false}'`,
  );
  expect(
    await dialog(page)
      .getByRole('checkbox', { name: /additive/ })
      .count(),
  ).toBe(0);
});

it('says what is lost before it is, and keeps the rest as it was', async () => {
  await add({ eventType: 'delete', filter: { '==': [1, 1] }, payloadTemplate: { a: 'b' } });
  await add({ additive: true });
  const page = await open();
  await page.getByRole('button', { name: `Types of ${A}` }).click();
  await dialog(page).getByLabel('Delete delete', { exact: true }).uncheck();
  await dialog(page)
    .getByText('Removes the trigger of “delete”, which has a filter and a payload template.')
    .waitFor();
  await picture(page, 'webhooks-loss-light-1280', { fullPage: false });
  await dialog(page).getByRole('button', { name: 'Save and remove' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  expect(await console.stores.triggers.list(console.environmentId)).toMatchObject([
    { eventType: 'upload', additive: true },
  ]);
});

it('a URL without types is none: it can be deleted instead', async () => {
  await add();
  const page = await open();
  await page.getByRole('button', { name: `Types of ${A}` }).click();
  await dialog(page).getByLabel('Upload upload', { exact: true }).uncheck();
  await dialog(page).getByText('A URL needs at least one type.').waitFor();
  expect(await dialog(page).getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await dialog(page).getByRole('button', { name: 'Delete this URL' }).click();
  await page
    .getByRole('dialog', { name: 'Delete notification URL' })
    .getByRole('button', { name: 'Delete' })
    .click();
  await page.getByText('No URL gets notifications yet').waitFor();
  expect(await stored()).toEqual([]);
});

it('refuses what somebody else changed meanwhile, and keeps what was ticked', async () => {
  await add();
  const page = await open();
  await page.getByRole('button', { name: `Types of ${A}` }).click();
  await add({ eventType: 'delete' });
  await dialog(page).getByLabel('Eager eager', { exact: true }).check();
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await dialog(page).getByText('it was changed meanwhile').waitFor();
  expect(await dialog(page).getByLabel('Eager eager', { exact: true }).isChecked()).toBe(true);
  expect(await stored()).toEqual([`delete ${A}`, `upload ${A}`]);
});

it('refuses a URL as soon as it is left, with the words of the API, and keeps what was typed', async () => {
  await add({ eventType: 'all' });
  const page = await open();
  await page.getByRole('button', { name: 'Add notification URL' }).click();
  const field = dialog(page).getByLabel('Notification URL');
  for (const [uri, words] of [
    ['ftp://example.com/', 'expected an http or https URL'],
    ['http://10.0.0.1/', 'expected a public destination'],
    [A, `a trigger of "all" for uri "${A}" exists already`],
  ] as const) {
    await field.fill(uri);
    await page.keyboard.press('Tab');
    await dialog(page).getByText(words).waitFor();
    expect(await field.inputValue()).toBe(uri);
  }
  expect(await stored()).toEqual([`all ${A}`]);
});

it('moves a URL with all its triggers, and deletes one that is in use only when its host is typed', async () => {
  await add({ filter: { '==': [1, 1] } });
  await send(console, {
    eventId: 'e',
    uri: B,
    columns: { status: 'delivered', attempt_count: 1 },
    secondsAgo: 9,
  });
  const page = await open();
  await page.getByRole('button', { name: `More for ${A}` }).click();
  await page.getByRole('menuitem', { name: 'Change URL' }).click();
  await dialog(page).getByLabel('Notification URL').fill(B);
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await row(page, B).getByText('1 delivered').waitFor();
  expect(await console.stores.triggers.list(console.environmentId)).toMatchObject([
    { uri: B, filter: { '==': [1, 1] } },
  ]);
  await page.getByRole('button', { name: `More for ${B}` }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const button = dialog(page).getByRole('button', { name: 'Delete' });
  expect(await button.isDisabled()).toBe(true);
  await dialog(page).getByLabel('It received 1 notification').fill('backup.example.net');
  await button.click();
  await page.getByText('No URL gets notifications yet').waitFor();
});

it('sends a test from the menu of a URL, and shows what became of it there and in the lists', async () => {
  await add();
  await add({ eventType: 'delete' });
  const page = await open();
  const choose = async (item: string) => {
    await page.getByRole('button', { name: `More for ${A}` }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await choose('Send test notification …');
  await dialog(page).getByLabel('Trigger').selectOption('delete');
  await dialog(page).getByRole('button', { name: 'Send test' }).click();
  await dialog(page).getByText('A sample of the type delete').waitFor();
  await dialog(page).getByText('about to be sent').waitFor();
  const refused = await answerTest(console, 503);
  await dialog(page).getByText('Failed').waitFor();
  await dialog(page).getByText('Answered 503').waitFor();

  await dialog(page).getByLabel('Made of').selectOption('A payload of your own');
  await dialog(page).getByLabel('Payload, as JSON').fill('{');
  await dialog(page).getByText('The payload is not JSON yet.').waitFor();
  await dialog(page).getByLabel('Payload, as JSON').fill('{"public_id":"cat"}');
  await dialog(page).getByRole('button', { name: 'Send another' }).click();
  await dialog(page).getByText('An event of the type delete with your payload.').waitFor();
  const accepted = await answerTest(console, 200);
  await dialog(page).getByText('Delivered').waitFor();

  await dialog(page).getByLabel('Made of').selectOption('An event of your choice');
  await dialog(page).getByLabel('Event id').fill('nobody');
  await dialog(page).getByRole('button', { name: 'Send another' }).click();
  await dialog(page).getByText('nobody').waitFor();
  await dialog(page).getByRole('button', { name: 'Close' }).last().click();

  await choose('Events to this URL');
  const tests = page.getByRole('link', { name: /^delete Test/ });
  await tests.nth(1).waitFor();
  await page.goto(`${console.url}deliveries`);
  await tests.nth(1).waitFor();
  for (const id of [refused, accepted]) {
    await page.goto(`${console.url}deliveries/${id}`);
    await page.getByRole('region', { name: 'Where it stands' }).getByText('Test', { exact: true }).waitFor();
  }
});

it('at the limit nothing is added, and the page says why', async () => {
  for (let n = 1; n <= 30; n++) await add({ uri: `https://hooks.example.com/${n}` });
  const page = await open();
  await page.getByText('30 of 30 notification URLs').waitFor();
  await page.getByText('Used: 30 of 30.').waitFor();
  expect(await page.getByRole('button', { name: 'Add notification URL' }).isDisabled()).toBe(true);
});

it('names the types that happened and that no URL receives', async () => {
  await add();
  await send(console, {
    eventId: 'e',
    eventType: 'eager',
    uri: A,
    columns: { status: 'failed' },
    secondsAgo: 9,
  });
  const page = await open();
  const tips = page.getByRole('region', { name: 'Several URLs' });
  await tips.getByText('eager', { exact: true }).waitFor();
});

it('a key that only reads sees all of it, and why it changes nothing', async () => {
  await add();
  const wanted = {
    environmentId: console.environmentId,
    name: 'looks',
    enabled: true,
    createdAt: new Date().toISOString(),
  };
  const key = await console.stores.accessKeyAdministration.create({ ...wanted, role: 'read' }, BY);
  const page = await open(key);
  await page.getByText('A key with the role read changes nothing.').first().waitFor();
  expect(await page.getByRole('button', { name: 'Add notification URL' }).isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: `Types of ${A}` }).isDisabled()).toBe(true);
  expect(await page.getByLabel('Key that signs notifications').isDisabled()).toBe(true);
});

describe('the key that signs', () => {
  const addKey = (name: string, enabled = true) =>
    console.stores.accessKeyAdministration.create(
      {
        environmentId: console.environmentId,
        name,
        enabled,
        role: 'read',
        createdAt: new Date().toISOString(),
      },
      BY,
    );

  it('is chosen in three clicks from the home page, and the page says whose receivers need to know', async () => {
    const key = await addKey('hooks-2027');
    await add();
    await send(console, {
      eventId: 'e',
      uri: A,
      columns: { status: 'delivered', attempt_count: 1 },
      secondsAgo: 9,
    });
    const page = await console.signedIn();
    const mouse = counting();
    await mouse.click(page.getByRole('link', { name: 'Webhook notifications' }));
    const panel = page.getByRole('region', { name: 'API key for signatures' });
    await panel.getByText('since it is the oldest enabled key').waitFor();
    await mouse.choose(panel.getByLabel('Key that signs notifications'), key.apiKey);
    await panel.getByText('Receivers need its secret').waitFor();
    await panel.getByText(A).waitFor();
    await mouse.click(panel.getByRole('button', { name: 'Save' }));
    await panel.getByText('since it is dedicated to webhooks').waitFor();
    expect(mouse.count()).toBeLessThanOrEqual(3);
    const { candidates } = await console.stores.signingChoice.find(console.environmentId);
    expect(candidates.filter((each) => each.dedicatedForWebhooks)).toMatchObject([{ apiKey: key.apiKey }]);
  });

  it('warns when the dedicated one is disabled', async () => {
    const { apiKey } = await addKey('hooks-2027', false);
    const changes = { dedicatedForWebhooks: true, updatedAt: new Date().toISOString() };
    await console.stores.accessKeyAdministration.update(console.environmentId, apiKey, { changes, by: BY });
    const page = await open();
    const panel = page.getByRole('region', { name: 'API key for signatures' });
    await panel.getByText(`access key ${apiKey} is dedicated to webhooks but disabled`).waitFor();
    const cause = page.getByRole('listitem', { name: 'Disabled API key' });
    await cause.getByText(`access key ${apiKey} is dedicated`).waitFor();
  });
});

describe('troubleshooting', () => {
  it('finds nothing where nothing failed', async () => {
    const page = await open();
    await page.getByRole('listitem', { name: 'Connection timeout' }).getByText('Nothing found').waitFor();
    expect(await page.locator('.causes').getByText('Nothing found').count()).toBe(5);
  });

  it('finds each cause, with its evidence and what to do', async () => {
    const causes = [
      ['Payload corruption', 'Answered 422, once', { httpStatus: 422 }],
      ['Invalid signature', 'Answered 401, once', { httpStatus: 401 }],
      ['Disabled API key', 'Not signed, once', { errorCode: 'signing_key_disabled' }],
      ['Invalid webhook URL', 'Host not found, once', { errorCode: 'dns_error' }],
      ['Connection timeout', 'No answer in time, once', { errorCode: 'timeout' }],
      ['Other failures', 'Answered 500, once', { httpStatus: 500 }],
    ] as const;
    const uriOf = (n: number) => `https://hooks.example.com/${n}`;
    for (const [n, [, , outcome]] of causes.entries()) {
      await attempt(console, { eventId: `e${n}`, uri: uriOf(n), ...outcome });
    }
    const page = await open();
    for (const [n, [title, words]] of causes.entries()) {
      const cause = page.getByRole('listitem', { name: title });
      await cause.getByText('1 URL').waitFor();
      await cause.getByText(words).waitFor();
      const link = cause.getByRole('link', { name: `Last delivery to ${uriOf(n)}` });
      expect(await link.getAttribute('href')).toBe(`/console/deliveries/delivery-of-e${n}`);
    }
  });
});

it('shows what strangers wrote as text', async () => {
  const hostile = 'https://evil.example/"><img src=x onerror="globalThis.wasRun = true">\u202Egnp';
  await add({ uri: hostile });
  await attempt(console, { eventId: 'e<b>', uri: hostile, httpStatus: 401 });
  const page = await open();
  await page.getByRole('button', { name: /Types of/ }).click();
  const shown = hostile.replace('\u202E', '‹U+202E›');
  expect(await dialog(page).locator('.url').textContent()).toBe(shown);
  await focusIn(dialog(page)).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /More for/ }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await dialog(page).getByText('Deletes its trigger').waitFor();
  expect(await page.evaluate('globalThis.wasRun')).toBeUndefined();
  expect(await page.locator('td img, .evidence img, [role=dialog] img').count()).toBe(0);
});

it('keeps what was typed when the session ends, and goes on after signing in again', async () => {
  const page = await open();
  await page.getByRole('button', { name: 'Add notification URL' }).click();
  await dialog(page).getByLabel('Notification URL').fill(A);
  await console.db('console_sessions').delete();
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await dialog(page).waitFor({ state: 'detached' });
  await console.signIn(page, console.key);
  await dialog(page).waitFor();
  expect(await dialog(page).getByLabel('Notification URL').inputValue()).toBe(A);
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await row(page, A).waitFor();
});

it('with the keyboard alone somebody adds a URL, changes its types and chooses the key', async () => {
  const { apiKey } = await console.stores.accessKeyAdministration.create(
    {
      environmentId: console.environmentId,
      name: 'hooks',
      enabled: true,
      role: 'read',
      createdAt: new Date().toISOString(),
    },
    BY,
  );
  const page = await open();
  const tabTo = async (name: RegExp) => {
    for (let n = 0; n < 40; n++) {
      await page.keyboard.press('Tab');
      const [text, isSeen] = await page.evaluate<[string, boolean]>(`(() => {
        const element = document.activeElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        const text = element.getAttribute('aria-label') ?? (element.labels?.[0] ?? element).textContent.trim();
        return [text, outlineStyle !== 'none' && outlineWidth !== '0px'];
      })()`);
      expect([text, isSeen]).toEqual([text, true]);
      if (name.test(text)) return;
    }
    throw new Error(`the focus never came to ${name}`);
  };
  await tabTo(/^Add notification URL/);
  await page.keyboard.press('Enter');
  await dialog(page).waitFor();
  await tabTo(/^Notification URL/);
  await page.keyboard.type(A);
  await page.keyboard.press('Enter');
  await row(page, A).waitFor();
  await dialog(page).waitFor({ state: 'detached' });
  await tabTo(/^Types of/);
  await page.keyboard.press('Enter');
  await dialog(page).waitFor();
  await tabTo(/^Find a type/);
  await page.keyboard.type('rename');
  await tabTo(/^Rename/);
  await page.keyboard.press('Space');
  await tabTo(/^Save/);
  await page.keyboard.press('Enter');
  await row(page, A).getByText('rename').waitFor();
  await dialog(page).waitFor({ state: 'detached' });
  expect(await stored()).toEqual([`rename ${A}`]);
  await tabTo(/^Key that signs/);
  await page.keyboard.type('hooks');
  await page.getByText('Receivers need its secret').waitFor();
  await tabTo(/^Save/);
  await page.keyboard.press('Enter');
  await page.getByText('since it is dedicated to webhooks').waitFor();
  const { candidates } = await console.stores.signingChoice.find(console.environmentId);
  expect(candidates.find((each) => each.dedicatedForWebhooks)?.apiKey).toBe(apiKey);
});

it('an open dialog breaks no rule of WCAG 2.2 AA, in both themes and at both widths', async () => {
  await add({ additive: true });
  expect(EVENT_TYPE_NAMES).toHaveLength(29);
  const page = await open();
  await page.getByRole('button', { name: `Types of ${A}` }).click();
  await dialog(page).getByLabel('Eager eager', { exact: true }).check();
  await dialog(page).locator('summary').click();
  const broken: string[] = [];
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await picture(page, `webhooks-types-${theme}-${width}`, { fullPage: false });
      const rules = theme === 'light' ? 'all' : 'of colours';
      broken.push(...(await violationsOf(page, rules)).map((line) => `${theme} ${width}: ${line}`));
    }
  }
  expect(broken).toEqual([]);
});
