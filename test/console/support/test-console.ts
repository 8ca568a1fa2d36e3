import path from 'node:path';
import type { Knex } from 'knex';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { readConsoleFiles } from '../../../src/api/console/console-files';
import type { ApiSettings } from '../../../src/api/app';
import type { Role } from '../../../src/domain/keys/role';
import { composeStores, type Stores } from '../../../src/app/stores';
import { TestApi } from '../../support/services/test-api';
import { realStores } from '../../support/services/real-stores';
import { BY } from '../../support/builders/an-audit-entry';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { findChromium } from '../../support/browser/find-chromium';
import { sqlite, type OpenDatabase } from '../../support/databases/databases';
import { GuardedPage } from './guarded-page';

const FILES = readConsoleFiles(path.resolve(__dirname, '../../../dist/console'));

/** Without a process that imitates a graphics card: pages are the same, and cost a tenth less. */
const CHROMIUM_OPTIONS = ['--no-sandbox', '--disable-gpu', '--disable-software-rasterizer'];

export const CLOUD_NAME = 'red-kettle';

/** An access key with its secret. */
export interface Key {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** The Console as it is built, over a real API and SQLite, in a real browser. */
export class TestConsole {
  readonly api = new TestApi();
  stores!: Stores;
  key!: Key;
  environmentId = '';
  private database: OpenDatabase | undefined;
  private browser: Browser | undefined;
  private pages: GuardedPage[] = [];

  get db(): Knex {
    if (!this.database) throw new Error('the Console was not started');
    return this.database.db;
  }

  async launch(): Promise<void> {
    if (!FILES) throw new Error('dist/console is missing: run npm run build');
    const { launch } = await findChromium();
    const env = { ...process.env, ...launch.env } as Record<string, string>;
    this.browser = await chromium.launch({ ...launch, env, args: CHROMIUM_OPTIONS });
  }

  async start(settings: Partial<ApiSettings> = {}): Promise<void> {
    this.database = await sqlite.open();
    this.stores = composeStores(this.database.db, someMasterKeys());
    const { environmentId, ...key } = await this.stores.environments.create({ cloudName: CLOUD_NAME }, BY);
    this.environmentId = environmentId;
    this.key = key;
    await this.api.start(
      { maxNotificationUrls: 30, ...settings },
      { ...realStores(this.stores), console: { files: FILES } },
    );
  }

  /** Closes every page. @throws when one of them has seen what none may see. */
  async stop(): Promise<void> {
    const pages = this.pages.splice(0);
    for (const { page } of pages) await page.context().close();
    await this.api.stop();
    await this.database?.close();
    expect(pages.flatMap(({ faults }) => faults)).toEqual([]);
  }

  async quit(): Promise<void> {
    await this.browser?.close();
  }

  get url(): string {
    return `${this.api.url}/console/`;
  }

  /** A page of a browser profile of its own, without anything opened yet. */
  async newPage(options: BrowserContextOptions = {}): Promise<Page> {
    if (!this.browser) throw new Error('the browser was not launched');
    const context = await this.browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      ...options,
    });
    context.setDefaultTimeout(15_000);
    const guarded = await GuardedPage.open(context, this.api.url);
    this.pages.push(guarded);
    return guarded.page;
  }

  /** A page at the home page of the Console. */
  async signedIn(options: BrowserContextOptions = {}, key: Key = this.key): Promise<Page> {
    const page = await this.newPage(options);
    await this.beginSession(page, key);
    await page.goto(this.url);
    await page.getByRole('heading', { name: 'Health' }).waitFor();
    return page;
  }

  /** Gives a page's browser profile a session, without the sign-in page. */
  async beginSession(page: Page, { apiKey, apiSecret }: Key = this.key): Promise<void> {
    const answer = await page.context().request.post(`${this.api.url}/console/session`, {
      headers: { origin: this.api.url, 'x-requested-by': 'console' },
      data: { cloud_name: CLOUD_NAME, api_key: apiKey, api_secret: apiSecret },
    });
    expect(answer.status()).toBe(201);
  }

  /** Makes another access key, enabled, of the role `read` unless told otherwise. */
  addKey(about: { readonly name: string; readonly role?: Role; readonly createdAt?: string }): Promise<Key> {
    return this.stores.accessKeyAdministration.create(
      {
        environmentId: this.environmentId,
        enabled: true,
        role: 'read',
        createdAt: new Date().toISOString(),
        ...about,
      },
      BY,
    );
  }

  /** Fills in the sign-in page, and sends it. */
  async signIn(page: Page, { apiKey, apiSecret }: Key, cloudName = CLOUD_NAME): Promise<void> {
    await page.getByLabel('Cloud name').fill(cloudName);
    await page.getByLabel('API key', { exact: true }).fill(apiKey);
    await page.getByLabel('API secret').fill(apiSecret);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }
}
