import type { BrowserContext, Page } from 'playwright-core';

/** Chromium's own line about an answer that a test asked for, for instance 401 of a wrong secret. */
const REFUSED_ANSWER =
  /^Failed to load resource: the server responded with a status of (400|401|403|404|409|412|420|429|503)\b/;
const AWAY =
  /^Failed to load resource: net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|EMPTY_RESPONSE|CONNECTION_RESET|SOCKET)/;

/** Text, since it runs in the page. */
const REPORT_VIOLATIONS = `addEventListener('securitypolicyviolation', (event) =>
  reportViolation([event.violatedDirective, event.blockedURI, event.sourceFile, event.sample].join(' ')))`;

/**
 * A page, and all that it has seen which no page of the Console may see: violations of its policy, errors and warnings in
 * its console, and requests to anywhere else.
 */
export class GuardedPage {
  private constructor(
    readonly page: Page,
    readonly faults: readonly string[],
  ) {}

  static async open(context: BrowserContext, origin: string): Promise<GuardedPage> {
    const faults: string[] = [];
    await context.exposeBinding('reportViolation', (_source, text: string) => {
      faults.push(`policy: ${text}`);
    });
    await context.addInitScript({ content: REPORT_VIOLATIONS });
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
    return new GuardedPage(page, faults);
  }
}
