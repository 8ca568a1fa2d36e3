import type { Page } from 'playwright-core';
import { violationsOf } from './support/axe';
import { focusIn } from './support/keyboard';
import { picture } from './support/picture';
import { useConsole } from './support/test-console';

const console = useConsole();

it('shows the theme that was chosen, whatever the system says', async () => {
  const page = await console.newPage({ colorScheme: 'dark' });
  await console.goHome(page);
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
  await console.goHome(page);
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
    await console.goToSignIn(page);
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
    await console.goHome(page);
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
