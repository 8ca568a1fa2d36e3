import type { Browser, BrowserContext, BrowserContextOptions, Dialog, Page } from 'playwright-core';

/** Chromium's own line about an answer that a test asked for, for instance 401 of a wrong secret. */
const REFUSED_ANSWER =
  /^Failed to load resource: the server responded with a status of (400|401|403|404|409|412|420|429|503)\b/;
const AWAY =
  /^Failed to load resource: net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|EMPTY_RESPONSE|CONNECTION_RESET|SOCKET)/;

/** Text, since it runs in the page. */
const REPORT_VIOLATIONS = `addEventListener('securitypolicyviolation', (event) =>
  reportViolation([event.violatedDirective, event.blockedURI, event.sourceFile, event.sample].join(' ')))`;

const VIEWPORT = { width: 1280, height: 800 };

/**
 * A browser profile, and all that its pages have seen which no page of the Console may see: violations of its policy, errors
 * and warnings in its console, and requests to anywhere else.
 */
export class GuardedProfile {
  private readonly faults: string[] = [];
  private kept: Page | undefined;

  private constructor(
    private readonly context: BrowserContext,
    private readonly origin: string,
  ) {}

  static async open(
    browser: Browser,
    origin: string,
    options: BrowserContextOptions,
  ): Promise<GuardedProfile> {
    const context = await browser.newContext({
      viewport: VIEWPORT,
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      ...options,
    });
    context.setDefaultTimeout(15_000);
    const profile = new GuardedProfile(context, origin);
    await context.exposeBinding('reportViolation', (_source, text: string) => {
      profile.faults.push(`policy: ${text}`);
    });
    await context.addInitScript({ content: REPORT_VIOLATIONS });
    return profile;
  }

  async newPage(): Promise<Page> {
    const { context, origin, faults } = this;
    const page = await context.newPage();
    page.on('console', (message) => {
      const text = message.text();
      const isExpected = REFUSED_ANSWER.test(text) || AWAY.test(text);
      if (['error', 'warning'].includes(message.type()) && !isExpected) faults.push(`console: ${text}`);
    });
    page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(`${origin}/`)) faults.push(`request: ${request.url()}`);
    });
    return page;
  }

  /**
   * The page that each test gets anew, after `clear`. Its process has compiled the scripts of the Console already, which costs
   * more than most tests.
   */
  async keptPage(): Promise<Page> {
    this.kept ??= await this.newPage();
    return this.kept;
  }

  /**
   * Makes of the kept page, and of its profile, what they were at first. Closes every other page.
   *
   * @returns what they have seen.
   */
  async clear(): Promise<readonly string[]> {
    const { context, origin, kept } = this;
    const others = context.pages().filter((page) => page !== kept);
    await Promise.all(others.map((page) => page.close()));
    await context.setOffline(false);
    if (kept) {
      const leave = (dialog: Dialog) => dialog.accept();
      kept.on('dialog', leave);
      // Any other site would get another process.
      await kept.goto(`${origin}/healthz`);
      kept.off('dialog', leave);
      await kept.evaluate('localStorage.clear(); sessionStorage.clear()');
      await kept.mouse.move(0, 0);
      await kept.setViewportSize(VIEWPORT);
      await kept.emulateMedia({ colorScheme: null, forcedColors: null, reducedMotion: null });
    }
    await context.clearCookies();
    await context.clearPermissions();
    return this.faults.splice(0);
  }

  /** @returns what its pages have seen. */
  async close(): Promise<readonly string[]> {
    await this.context.close();
    return this.faults;
  }
}
