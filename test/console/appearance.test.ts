import type { Page } from 'playwright-core';
import { formatJson } from '../../src/console/pages/trigger/format-json';
import { answerTest } from './support/answer-test';
import { violationsOf } from './support/axe';
import { focusIn } from './support/keyboard';
import { picture } from './support/picture';
import { EXPLAINED, explainOne, LARGE } from './support/explained-event';
import { editFilter } from './support/editing';
import { changeSomeKeys, checkSomething } from './support/some-keys';
import { aDayOfActivity } from './support/some-activity';
import { sendFailed, someBulkActions } from './support/some-bulk-actions';
import { someFailures } from './support/some-failures';
import { addSomeUrls } from './support/some-urls';
import { aWaitingDelivery, sendSome } from './support/some-deliveries';
import { TestConsole } from './support/test-console';

const console = new TestConsole();
beforeAll(() => console.launch(), 120_000);
afterAll(() => console.quit());
beforeEach(() => console.start());
afterEach(() => console.stop());

interface Shown {
  readonly name: string;
  readonly show: (page: Page) => Promise<void>;
}

const signInPage = async (page: Page) => {
  await page.goto(console.url);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
};
/** @param path below the Console's. */
const pageAt = async (page: Page, path: string) => {
  await console.beginSession(page);
  await page.goto(`${console.url}${path}`);
};
const homePage = async (page: Page) => {
  await pageAt(page, '');
  await page.getByRole('heading', { name: 'Latest deliveries' }).waitFor();
  await page.getByText(/^Live/).waitFor();
};

const PAGES: readonly Shown[] = [
  { name: 'sign-in', show: signInPage },
  {
    name: 'refused',
    show: async (page) => {
      await signInPage(page);
      await console.signIn(page, { ...console.key, apiSecret: 'wrong' });
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'first-run', show: homePage },
  {
    name: 'health',
    show: async (page) => {
      await aDayOfActivity(console);
      await homePage(page);
      await page.getByRole('slider').waitFor();
    },
  },
  {
    name: 'out-of-order',
    show: async (page) => {
      await sendSome(console);
      console.api.world.healthAnswer = {
        database: 'not writable',
        temporal: { fault: 'connection refused' },
      };
      await homePage(page);
      await page.getByText('Not working').waitFor();
    },
  },
  {
    name: 'deliveries',
    show: async (page) => {
      await sendSome(console);
      await pageAt(page, 'deliveries');
      await page.getByRole('table').waitFor();
    },
  },
  {
    name: 'deliveries-no-match',
    show: async (page) => {
      await sendSome(console);
      await pageAt(page, 'deliveries?event_type=rename&event_id=nowhere');
      await page.getByText('Nothing matches').waitFor();
    },
  },
  {
    name: 'events',
    show: async (page) => {
      await sendSome(console);
      await pageAt(page, 'events');
      await page.getByRole('table').waitFor();
    },
  },
  {
    name: 'event',
    show: async (page) => {
      await explainOne(console);
      await pageAt(page, `events/${EXPLAINED}?trace=trg-large`);
      await page.getByRole('button', { name: 'bytes = 81234' }).click();
      await page.evaluate('scrollTo(0, 0)');
    },
  },
  {
    name: 'webhooks',
    show: async (page) => {
      await sendSome(console);
      await addSomeUrls(console);
      await someFailures(console);
      await pageAt(page, 'settings/webhooks');
      await page.getByText('Default - All notifications').waitFor();
      await page.getByText('Recovered', { exact: true }).first().waitFor();
      await page.getByText('Answered 401, once').waitFor();
      await page.getByText('signs now').waitFor();
    },
  },
  {
    name: 'trigger-filter',
    show: async (page) => {
      await explainOne(console);
      await pageAt(page, 'triggers/trg-large');
      await editFilter(page, formatJson(LARGE));
      await page.getByRole('button', { name: 'bytes = 81234' }).click();
      await page.evaluate('scrollTo(0, 0)');
    },
  },
  {
    name: 'trigger-fault',
    show: async (page) => {
      await explainOne(console);
      await pageAt(page, 'triggers/trg-large');
      await editFilter(page, '{ "and": [\n  { "log": [1] }\n] }');
      await page.getByText('one of the operators').first().waitFor();
    },
  },
  {
    name: 'trigger-template',
    show: async (page) => {
      await explainOne(console);
      await pageAt(page, 'triggers/trg-large?tab=template');
      await page.getByRole('button', { name: 'Start from an example' }).click();
      await page.getByRole('menuitem', { name: 'Message for a chat' }).click();
      await page.getByText('Empty in this event').waitFor();
    },
  },
  {
    name: 'trigger-signing',
    show: async (page) => {
      await addSomeUrls(console);
      await pageAt(page, 'triggers/trigger-4?tab=signing');
      await page.getByRole('radio', { name: 'legacy_hmac' }).waitFor();
    },
  },
  {
    name: 'trigger-new',
    show: async (page) => {
      await pageAt(page, `triggers/new?uri=${encodeURIComponent('https://hooks.example.com/new')}`);
      await page.getByText('No event of this type').waitFor();
      await page.getByRole('textbox', { name: 'Filter, as JSONLogic' }).waitFor();
    },
  },
  {
    name: 'send-test',
    show: async (page) => {
      await addSomeUrls(console);
      await pageAt(page, 'settings/webhooks');
      await page.getByRole('button', { name: 'More for https://hooks.example.com/cld/uploads' }).click();
      await page.getByRole('menuitem', { name: 'Send test notification …' }).click();
      await page.getByLabel('Made of').selectOption('A payload of your own');
      await page.getByRole('button', { name: 'Send test' }).click();
      await page.getByText('about to be sent').waitFor();
      await answerTest(console, 503);
      await page.getByText('Answered 503').waitFor();
    },
  },
  {
    name: 'webhooks-first-run',
    show: async (page) => {
      await pageAt(page, 'settings/webhooks');
      await page.getByText('No URL gets notifications yet').waitFor();
      await page.getByText('Nothing found').first().waitFor();
    },
  },
  {
    name: 'delivery',
    show: async (page) => {
      await aWaitingDelivery(console);
      await pageAt(page, 'deliveries/delivery-of-upload-red-kettle');
      await page.getByRole('heading', { name: /^Refused twice/ }).waitFor();
    },
  },
  {
    name: 'delivery-request',
    show: async (page) => {
      await aWaitingDelivery(console);
      await pageAt(page, 'deliveries/delivery-of-upload-red-kettle?attempt=1&tab=request');
      await page.getByText('These bytes were signed').waitFor();
    },
  },
  {
    name: 'delivery-compared',
    show: async (page) => {
      await aWaitingDelivery(console);
      await pageAt(page, 'deliveries/delivery-of-upload-red-kettle?attempt=2&tab=compared');
      await page.getByText('Attempt 1 on the left').waitFor();
    },
  },
  {
    name: 'delivery-copy',
    show: async (page) => {
      await aWaitingDelivery(console);
      await pageAt(page, 'deliveries/delivery-of-upload-red-kettle?tab=copy');
      await page.getByRole('combobox', { name: 'Program for' }).selectOption('Go');
    },
  },
  {
    name: 'bulk-actions',
    show: async (page) => {
      await someBulkActions(console);
      await pageAt(page, 'bulk-actions');
      await page.getByRole('table').waitFor();
    },
  },
  {
    name: 'bulk-action',
    show: async (page) => {
      await someBulkActions(console);
      await pageAt(page, 'bulk-actions/bulk-running');
      await page.getByRole('row', { name: 'Done 8 Retried' }).waitFor();
    },
  },
  {
    name: 'bulk-action-dialog',
    show: async (page) => {
      await sendSome(console);
      await sendFailed(console, 4);
      await pageAt(page, 'deliveries');
      await page.getByRole('button', { name: 'Retry these …' }).click();
      await page.getByRole('button', { name: 'Retry 9 deliveries' }).waitFor();
    },
  },
  {
    name: 'keys',
    show: async (page) => {
      await changeSomeKeys(console);
      await pageAt(page, 'keys');
      await page.getByText('Signs now').first().waitFor();
      await checkSomething(console, page);
    },
  },
  {
    name: 'audit-log',
    show: async (page) => {
      await changeSomeKeys(console);
      await addSomeUrls(console);
      await pageAt(page, 'audit-log');
      await page.getByRole('table').waitFor();
    },
  },
  {
    name: 'shortcuts',
    show: async (page) => {
      await homePage(page);
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    },
  },
  {
    name: 'no-such-page',
    show: async (page) => {
      await pageAt(page, 'nowhere');
      await page.getByRole('heading', { name: 'No such page' }).waitFor();
    },
  },
];
const WIDTHS = [1280, 390];
const THEMES = ['light', 'dark'] as const;

/** The width of the page, and some elements that are wider. Text, since it runs in the page. */
const WIDER_THAN_THE_PAGE = `[
  document.documentElement.scrollWidth,
  [...document.querySelectorAll('main *, header *')]
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5 && !each.closest('pre, .timeline'))
    .slice(0, 3)
    .map((each) => each.outerHTML.slice(0, 120)),
]`;

it.each(PAGES)(
  'the page "$name" breaks no rule of WCAG 2.2 AA, in both themes and at both widths, and fits at 200 % and into 320 pixels',
  async ({ name, show }) => {
    const page = await console.newPage();
    // A colour on its way from one theme to the other is no colour of either.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await show(page);
    const broken: string[] = [];
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme });
        await picture(page, `${name}-${theme}-${width}`);
        const rules = theme === THEMES[0] ? 'all' : 'of colours';
        broken.push(...(await violationsOf(page, rules)).map((line) => `${theme} ${width}: ${line}`));
      }
    }
    expect(broken).toEqual([]);

    // 1280 pixels at 200 % and at 400 %.
    for (const width of [640, 320]) {
      await page.setViewportSize({ width, height: 640 });
      await picture(page, `${name}-dark-${width}`);
      expect(await page.evaluate<[number, string[]]>(WIDER_THAN_THE_PAGE)).toEqual([width, []]);
    }
  },
);

it('shows the theme that was chosen, whatever the system says', async () => {
  const page = await console.newPage({ colorScheme: 'dark' });
  await homePage(page);
  const ground = () => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
  const dark = await ground();
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitemradio', { name: 'Light' }).click();
  expect(await ground()).not.toBe(dark);
  await page.reload();
  await page.getByRole('heading', { name: 'Health' }).waitFor();
  expect(await ground()).not.toBe(dark);
});

it('keeps every border that tells something apart in forced colours, and moves nothing when asked not to', async () => {
  const page = await console.newPage({ forcedColors: 'active', reducedMotion: 'reduce' });
  await homePage(page);
  await picture(page, 'first-run-forced-colors', { fullPage: false });
  expect(await violationsOf(page)).toEqual([]);
  const border = await page.evaluate<string>(
    `getComputedStyle(document.querySelector('nav a[aria-current]')).borderStyle`,
  );
  expect(border).toBe('solid');
});

it('says that it needs JavaScript where there is none', async () => {
  const page = await console.newPage({ javaScriptEnabled: false });
  await page.goto(console.url);
  const text = page.locator('noscript p');
  await text.waitFor();
  expect(await text.textContent()).toContain('The Console needs JavaScript');
});

describe('with the keyboard alone', () => {
  /** What has the focus, by its name, and whether one can see that. */
  const focused = (page: Page) =>
    page.evaluate<[string, boolean]>(`(() => {
      const element = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const name = element.getAttribute('aria-label') ?? (element.labels?.[0] ?? element).textContent.trim();
      return [name, outlineStyle !== 'none' && outlineWidth !== '0px'];
    })()`);

  async function stops(page: Page, count: number) {
    const found: [string, boolean][] = [];
    for (let n = 0; n < count; n++) {
      await page.keyboard.press('Tab');
      found.push(await focused(page));
    }
    return found;
  }

  it('somebody signs in, changes the zone and the theme, and signs out; the focus is seen at every stop', async () => {
    const page = await console.newPage();
    await signInPage(page);
    const values = ['red-kettle', console.key.apiKey, console.key.apiSecret];
    for (const [index, name] of ['Cloud name', 'API key', 'API secret'].entries()) {
      await page.keyboard.press('Tab');
      expect(await focused(page)).toEqual([name, true]);
      await page.keyboard.type(values[index] ?? '');
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Latest deliveries' }).waitFor();
    expect(await stops(page, 14)).toEqual([
      ['Skip to the page', true],
      ['Health', true],
      ['Webhook notifications', true],
      ['Events', true],
      ['Deliveries', true],
      ['Bulk actions', true],
      ['Keys & signatures', true],
      ['Audit log', true],
      ['API description (opens in a new tab)', true],
      ['Keyboard shortcuts', true],
      ['Search', true],
      ['Local', true],
      ['Theme: system', true],
      ['Sign out', true],
    ]);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitemradio', { name: 'As the system' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForFunction(`document.documentElement.dataset.theme === 'dark'`);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.waitForFunction(`localStorage.getItem('zone') === 'utc'`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('the menu of pages opens on a narrow screen, and gives the focus back', async () => {
    const page = await console.newPage({ viewport: { width: 390, height: 800 } });
    await homePage(page);
    await page.getByRole('button', { name: 'Pages' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Pages' }).waitFor();
    await picture(page, 'pages-light-390', { fullPage: false });
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Pages' }).waitFor({ state: 'detached' });
    await focusIn(page.getByRole('button', { name: 'Pages' })).waitFor();
  });
});
