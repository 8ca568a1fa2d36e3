import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { BY } from '../support/builders/an-audit-entry';
import { aWaitingDelivery, send } from './support/some-deliveries';
import { focusIn } from './support/keyboard';
import { useConsole } from './support/test-console';

const run = promisify(execFile);

const console = useConsole();
const folder = mkdtempSync(path.join(tmpdir(), 'webhooks-snippets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const uri = 'https://hooks.example.com/cld';

async function open(id: string, query = '', key = console.key) {
  const page = await console.openAt(`deliveries/${id}${query}`, key);
  await page.getByRole('heading', { name: 'Delivery', exact: true }).waitFor();
  return page;
}

it('is two clicks from the home page', async () => {
  await send(console, {
    eventId: 'one',
    uri,
    columns: { status: 'delivered', attempt_count: 1 },
    secondsAgo: 5,
  });
  const page = await console.signedIn();
  await page.getByRole('link', { name: 'Deliveries', exact: true }).click();
  await page.getByRole('link', { name: 'upload one' }).click();
  await page.getByRole('heading', { name: 'Delivered at the first attempt' }).waitFor();
});

it('says where it stands in words, with the time that is left, to the second', async () => {
  const id = await aWaitingDelivery(console);
  const page = await open(id);
  const heading = page.getByRole('heading', { name: /^Refused twice, next attempt in 4:\d\d$/ });
  await heading.waitFor();
  const time = heading.locator('time');
  const at = (await time.getAttribute('datetime')) ?? '';
  const shown = (await time.textContent()) ?? '';
  const [minutes = 0, seconds = 0] = shown.replace('in ', '').split(':').map(Number);
  expect(Math.abs(minutes * 60 + seconds - (Date.parse(at) - Date.now()) / 1000)).toBeLessThan(2);
});

it('counts by the clock of the API, where the clock of this machine is wrong', async () => {
  const id = await aWaitingDelivery(console);
  const page = await console.withMovableClock({ time: Date.now() - 3_600_000 });
  await page.goto(`${console.url}deliveries/${id}`);
  await page.getByRole('heading', { name: /next attempt in [34]:\d\d$/ }).waitFor();
});

it('never counts below nothing: then the attempt is due', async () => {
  const id = await aWaitingDelivery(console);
  await console.db('deliveries').where({ id }).update({ next_attempt_at: '2026-01-01T00:00:00.000Z' });
  const page = await open(id);
  await page.getByRole('heading', { name: 'Refused twice, next attempt due now' }).waitFor();
});

it('tells its story in the order of time: attempts, runs, who intervened, and what is planned', async () => {
  const page = await open(await aWaitingDelivery(console));
  await page.getByText('Attempt 4, planned').waitFor();
  const story = await page.locator('.story li').allTextContents();
  const expected = [
    /^Attempt 1: No answer in time after 20 s/,
    /^Retry asked for by access key \d+, in the Console/,
    /^Attempt 2, first of run 2: Answered 503 after 41 ms/,
    /^Attempt 3: Answered 503 after 41 ms/,
    /^Attempt 4, plannedin 4:\d\d$/,
    /^Attempt 5, plannedin 1[0-9]:\d\d$/,
  ];
  expect(story).toHaveLength(expected.length);
  expected.forEach((pattern, index) => expect(story[index]).toMatch(pattern));
  expect(await page.locator('.timeline rect').count()).toBe(5);
});

describe('what one may ask of it', () => {
  const button = (page: Page, name: string) => page.getByRole('button', { name });

  it('a retry ends the wait, and says so', async () => {
    const id = await aWaitingDelivery(console);
    const page = await open(id);
    await button(page, 'Retry now').click();
    await page.getByText('the next attempt is made now').waitFor();
    expect(console.api.world.retried).toEqual([id]);
    await page.getByText('Retry asked for', { exact: false }).nth(1).waitFor();
  });

  it('it is cancelled while it is pending', async () => {
    const id = await aWaitingDelivery(console);
    console.api.world.isRunning = true;
    const page = await open(id);
    await button(page, 'Cancel').click();
    await page.getByText('It is being cancelled').waitFor();
    expect(console.api.world.cancelled).toEqual([id]);
  });

  it('it is sent again after its end, and one that was delivered only after a question, with the keyboard alone', async () => {
    await send(console, {
      eventId: 'one',
      uri,
      columns: { status: 'delivered', attempt_count: 1 },
      secondsAgo: 5,
    });
    console.api.world.retryAnswer = 'new_run';
    const page = await open('delivery-of-one');
    await button(page, 'Send again').focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('alertdialog', { name: 'Send it again?' });
    await dialog.getByText('with the same Webhook-Id').waitFor();
    await focusIn(dialog).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(console.api.world.retried).toEqual([]);
    await focusIn(button(page, 'Send again')).waitFor();
    await page.keyboard.press('Enter');
    await focusIn(dialog).waitFor();
    await dialog.getByRole('button', { name: 'Send again' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('A new run has begun').waitFor();
    expect(console.api.world.retried).toEqual(['delivery-of-one']);
  });

  it('what is forbidden stays, and says why; pressing it does nothing', async () => {
    const id = await aWaitingDelivery(console);
    const page = await open(id);
    const again = button(page, 'Send again');
    expect(await again.getAttribute('aria-disabled')).toBe('true');
    await again.focus();
    await page.getByRole('tooltip', { name: 'It has not ended yet.' }).waitFor();
    await page.keyboard.press('Enter');
    expect(console.api.world.retried).toEqual([]);
  });

  it('a key that may only read is told which role it takes', async () => {
    const id = await aWaitingDelivery(console);
    const { environmentId, stores } = console;
    const key = await stores.accessKeyAdministration.create(
      { environmentId, enabled: true, role: 'read', createdAt: new Date().toISOString() },
      BY,
    );
    const page = await open(id, '', key);
    await button(page, 'Retry now').focus();
    await page.getByRole('tooltip', { name: 'It takes the role admin.' }).waitFor();
    await page.keyboard.press('Enter');
    expect(console.api.world.retried).toEqual([]);
  });
});

describe('what was sent', () => {
  /** Each receiver's request, whole. */
  async function receiver() {
    const received: { headers: http.IncomingHttpHeaders; body: Buffer }[] = [];
    const server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push({ headers: request.headers, body: Buffer.concat(chunks) });
        response.end('merci');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/it's?a=1&b=$HOME`;
    return { received, url, close: () => new Promise((resolve) => server.close(resolve)) };
  }

  const HOSTILE_BODY = `{"a":"it's $HOME \`id\` \\\\ \\"ü\\" 🫖 %s !!","b":"\nBODY\n"}\n\n`;

  async function copied(page: Page, what: string) {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: `Copy ${what}` }).click();
    await page.getByText('Copied').waitFor();
    return page.evaluate<string>('navigator.clipboard.readText()');
  }

  it('is copied as a curl command, which sends the same bytes and headers', async () => {
    const { received, url, close } = await receiver();
    const id = await aWaitingDelivery(console, { uri: url, body: HOSTILE_BODY });
    const page = await open(id, '?tab=copy');
    const command = await copied(page, 'the curl command');
    const { stdout } = await run('bash', ['-c', command]);
    await close();
    expect(stdout).toMatch(/merci$/);
    expect(received[0]?.body.toString()).toBe(HOSTILE_BODY);
    expect(received[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-attempt': '2',
      'user-agent': 'webhook-notifications/0.1.0',
    });
  });

  it('is shown by its beginning where it is large, so that the page never stands still, and copied whole', async () => {
    const body = JSON.stringify({ members: Array.from({ length: 40_000 }, (_, n) => `member ${n}`) });
    const page = await open(await aWaitingDelivery(console, { body }), '?tab=request');
    const shown = page.getByRole('region', { name: 'Body', exact: true });
    expect(body).toContain((await shown.textContent()) ?? 'nothing');
    await page.getByText('Only the first 20,000 characters are shown.').waitFor();
    expect(await copied(page, 'the body')).toBe(body);
    await page.getByRole('tab', { name: 'Copy as' }).click();
    await page.getByText('characters are shown. The copy has all of them.').first().waitFor();
    expect((await copied(page, 'the curl command')).split('\n')).toContain(body);
  });

  it('is compared with the attempt before, and the arrow keys step from one to the next', async () => {
    const id = await aWaitingDelivery(console);
    const page = await open(id, '?attempt=3&tab=compared');
    await page.getByText('Both answers are the same.').waitFor();
    await page.getByRole('radio', { name: /^3/ }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByText('Attempt 1 on the left, attempt 2 on the right.').waitFor();
    const error = page.locator('.compared > div').filter({ hasText: 'Error' });
    expect(await error.locator('del, ins').allTextContents()).toEqual(['timeout', 'http_status']);
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('heading', { name: 'No answer in time' }).waitFor();
    expect(new URL(page.url()).searchParams.get('attempt')).toBe('1');
  });

  it('is verified by a program to copy, which has no secret in it', async () => {
    const id = await aWaitingDelivery(console, { body: HOSTILE_BODY });
    const page = await open(id, '?tab=copy');
    await page.getByRole('combobox', { name: 'Program for' }).selectOption('Python');
    const text = await copied(page, 'the program for Python');
    expect(text).not.toContain(console.key.apiSecret);
    const file = path.join(folder, 'verify.py');
    writeFileSync(file, text);
    const env = { ...process.env, CLOUDINARY_API_SECRET: console.key.apiSecret };
    expect((await run('python3', [file], { env })).stdout.trim()).toBe('genuine');
  });

  it('shows as text, whatever strangers wrote', async () => {
    const hostile = `<img src=x onerror="globalThis.wasRun = true"><script>globalThis.wasRun = true</script>\u202E`;
    const id = await aWaitingDelivery(console, {
      body: JSON.stringify({ public_id: hostile }),
      responseExcerpt: hostile,
      responseHeaders: { [hostile]: hostile },
    });
    const page = await open(id, '?tab=response');
    await page.getByText('‹U+202E›').first().waitFor();
    await page.getByRole('tab', { name: 'Request' }).click();
    await page.getByText('These bytes were signed').waitFor();
    await page.getByRole('radio', { name: 'Pretty' }).click();
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.evaluate('globalThis.wasRun')).toBeUndefined();
  });
});

it('says that there is none of that id, with a way to all', async () => {
  const page = await open('nowhere');
  await page.getByRole('alert').getByText('nowhere').waitFor();
  await page.getByRole('link', { name: 'Go to all deliveries' }).click();
  await page.getByRole('heading', { name: 'Deliveries', exact: true }).waitFor();
});
