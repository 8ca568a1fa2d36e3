import axe from 'axe-core';
import type { Page } from 'playwright-core';

const RULES = {
  all: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  'of colours': { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};

/** Text, since it runs in the page. */
const run = (rules: keyof typeof RULES) =>
  `axe.run(document, { runOnly: ${JSON.stringify(RULES[rules])}, resultTypes: ['violations'] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => [id, target.join(' '), failureSummary].join(': '))))`;

/**
 * What a page breaks of WCAG 2.2 A and AA, one line for each element. The check goes past the page's own policy.
 *
 * @param rules those of colours alone are for a page that was checked in another theme.
 */
export async function violationsOf(
  page: Page,
  rules: keyof typeof RULES = 'all',
): Promise<readonly string[]> {
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(axe.source);
  return page.evaluate<readonly string[]>(run(rules));
}
