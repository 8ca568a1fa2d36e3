import path from 'node:path';
import type { Knex } from 'knex';
import { chromium, type Browser, type BrowserContextOptions, type Clock, type Page } from 'playwright-core';
import { readConsoleFiles } from '../../../src/api/console/serve-console';
import type { ApiSettings } from '../../../src/api/app';
import type { Role } from '../../../src/domain/keys/role';
import { composeStores, type Stores } from '../../../src/app/stores';
import { TestApi } from '../../support/services/test-api';
import { realStores } from '../../support/services/real-stores';
import { BY } from '../../support/builders/an-audit-entry';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { findChromium } from '../../support/browser/find-chromium';
import { sqlite, type OpenDatabase } from '../../support/databases/databases';
import { GuardedProfile } from './guarded-profile';
import { KeptAddress } from './kept-address';

const FILES = readConsoleFiles(path.resolve(__dirname, '../../../dist/console'));

/** Without a process that imitates a graphics card: pages are the same, and cost a tenth less. */
const CHROMIUM_OPTIONS = ['--no-sandbox', '--disable-gpu', '--disable-software-rasterizer'];

export const CLOUD_NAME = 'red-kettle';

/** An access key with its secret. */
export interface Key {
  readonly apiKey: string;
  readonly apiSecret: string;
}

const LAUNCH_DEADLINE_MS = 120_000;

/** Launches a browser for the tests of a file. Each finds the Console with one product environment, which has nothing. */
export function useConsole(): TestConsole {
  const console = new TestConsole();
  beforeAll(() => console.launch(), LAUNCH_DEADLINE_MS);
  afterAll(() => console.quit());
  beforeEach(() => console.start());
  afterEach(() => console.stop());
  return console;
}

/** The Console as it is built, over a real API and SQLite, in a real browser. */
export class TestConsole {
  private readonly address = new KeptAddress();
  readonly api = new TestApi(this.address);
  stores!: Stores;
  key!: Key;
  environmentId = '';
  private database: OpenDatabase | undefined;
  private browser: Browser | undefined;
  /** Of the first page of each test that asks for no options. */
  private common: GuardedProfile | undefined;
  private isCommonTaken = false;
  /** Of every other page. */
  private own: GuardedProfile[] = [];

  get db(): Knex {
    if (!this.database) throw new Error('the Console was not started');
    return this.database.db;
  }

  async launch(): Promise<void> {
    if (!FILES) throw new Error('dist/console is missing: run npm run build');
    const { launch } = await findChromium();
    const env = { ...process.env, ...launch.env } as Record<string, string>;
    this.browser = await chromium.launch({ ...launch, env, args: CHROMIUM_OPTIONS });
    await this.address.open();
    this.common = await GuardedProfile.open(this.browser, this.address.url, {});
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
    const own = this.own.splice(0);
    const faults = await Promise.all([this.common?.clear() ?? [], ...own.map((profile) => profile.close())]);
    this.isCommonTaken = false;
    await this.api.stop();
    await this.database?.close();
    expect(faults.flat()).toEqual([]);
  }

  async quit(): Promise<void> {
    await this.browser?.close();
    await this.address.close();
  }

  get url(): string {
    return `${this.api.url}/console/`;
  }

  /**
   * A page of a browser profile which nothing was done in, without anything opened yet. With options, or beside another one,
   * it has a profile of its own.
   */
  async newPage(options?: BrowserContextOptions): Promise<Page> {
    const { browser, common } = this;
    if (!browser || !common) throw new Error('the browser was not launched');
    if (!options && !this.isCommonTaken) {
      this.isCommonTaken = true;
      return common.keptPage();
    }
    const profile = await GuardedProfile.open(browser, this.api.url, options ?? {});
    this.own.push(profile);
    return profile.newPage();
  }

  /** A page whose clock a test moves on, with a session. */
  async withMovableClock(clock: Parameters<Clock['install']>[0] = {}): Promise<Page> {
    // The clock is one for all pages of a profile, and for good.
    const page = await this.newPage({});
    await page.clock.install(clock);
    await this.beginSession(page);
    return page;
  }

  /** A page at the home page of the Console. */
  async signedIn(key: Key = this.key): Promise<Page> {
    const page = await this.openAt('', key);
    await page.getByRole('heading', { name: 'Health' }).waitFor();
    return page;
  }

  /** A page with a session. @param path below the Console's. */
  async openAt(path: string, key: Key = this.key): Promise<Page> {
    const page = await this.newPage();
    await this.goTo(page, path, key);
    return page;
  }

  /** Shows a page with a session. @param path below the Console's. */
  async goTo(page: Page, path: string, key: Key = this.key): Promise<void> {
    await this.beginSession(page, key);
    await page.goto(`${this.url}${path}`);
  }

  /** Shows the home page, and waits until it is live. */
  async goHome(page: Page): Promise<void> {
    await this.goTo(page, '');
    await page.getByRole('heading', { name: 'Latest deliveries' }).waitFor();
    await page.getByText(/^Live/).waitFor();
  }

  /** Shows the sign-in page to somebody without a session. */
  async goToSignIn(page: Page): Promise<void> {
    await page.goto(this.url);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
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
