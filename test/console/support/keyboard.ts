import type { Locator, Page } from 'playwright-core';

/** Text, since it runs in the page: a press of the mouse anywhere is a fault. */
const REFUSE_THE_MOUSE = `addEventListener('pointerdown', (event) => {
  if (event.isTrusted && event.pointerType === 'mouse') console.error('the mouse was used');
}, true)`;

/** What has the focus, by its name, and whether one can see that. Text, since it runs in the page. */
const FOCUSED = `(() => {
  const element = document.activeElement;
  const name = element.getAttribute('aria-label') ?? (element.labels?.[0] ?? element).textContent.trim();
  const marks = [element, element.parentElement, ...element.querySelectorAll('*')].flatMap((each) =>
    ['', '::after', '::before'].map((pseudo) => getComputedStyle(each, pseudo)));
  const isSeen = marks.some(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && outlineWidth !== '0px');
  return [name, isSeen];
})()`;

/** So many stops are on the way at most: more would be no way for anybody. */
const MAX_STOPS = 40;

/**
 * An element once it, or something in it, has the focus: a dialog gets it a moment after it is seen, and gives it back a moment
 * after it has gone.
 */
export function focusIn(element: Locator): Locator {
  return element.and(element.page().locator(':focus-within'));
}

/** Somebody who has no mouse. */
export class Keyboard {
  private constructor(private readonly page: Page) {}

  static async of(page: Page): Promise<Keyboard> {
    await page.evaluate(REFUSE_THE_MOUSE);
    return new Keyboard(page);
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.insertText(text);
  }

  /** Goes on, stop by stop, to what is called so. @throws when a stop on the way cannot be seen. */
  async goTo(name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const passed: string[] = [];
    for (let stop = 0; stop < MAX_STOPS; stop++) {
      await this.page.keyboard.press(key);
      const [found, isSeen] = await this.focused();
      passed.push(found);
      if (!isSeen) throw new Error(`the focus is not seen on "${found}"`);
      if (typeof name === 'string' ? found === name : name.test(found)) return;
    }
    throw new Error(`expected a stop at ${name}, got ${passed.join(' · ')}`);
  }

  async focused(): Promise<[name: string, isSeen: boolean]> {
    return this.page.evaluate<[string, boolean]>(FOCUSED);
  }
}
