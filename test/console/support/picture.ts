import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

const PICTURES = path.resolve(__dirname, '../../../.cache/console');

/** Saves a page as a picture for people, where `CONSOLE_PICTURES` asks for it. Nothing compares pictures. */
export async function picture(page: Page, name: string, { fullPage = true } = {}): Promise<void> {
  if (!process.env.CONSOLE_PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage });
}
