import type { Page } from 'playwright-core';

/** Writes another text in place of what the editor of a trigger's filter has. */
export async function editFilter(page: Page, text: string): Promise<void> {
  await editText(page, 'Filter, as JSONLogic', text);
}

/** The same in the editor of this name. */
export async function editText(page: Page, name: string, text: string): Promise<void> {
  const editor = page.getByRole('textbox', { name });
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}
