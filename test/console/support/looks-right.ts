import type { Page } from 'playwright-core';
import { picture } from './picture';
import { violationsOf } from './axe';
import type { TestConsole } from './test-console';

interface ShownPage {
  /** Of its pictures. */
  readonly name: string;
  readonly show: (page: Page) => Promise<void>;
}

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

/** Declares one test for each page. */
export function itLooksRight(console: TestConsole, pages: readonly ShownPage[]): void {
  it.each(pages)(
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
}
