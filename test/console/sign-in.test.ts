import type { Page } from 'playwright-core';
import { BY } from '../support/builders/an-audit-entry';
import { useConsole } from './support/test-console';

const console = useConsole();

const alert = (page: Page) => page.getByRole('alert');
const signInHeading = (page: Page) => page.getByRole('heading', { name: 'Sign in' });

async function keyWith(role: 'read' | 'events:publish') {
  const { environmentId, stores } = console;
  const createdAt = new Date().toISOString();
  return stores.accessKeyAdministration.create({ environmentId, enabled: true, role, createdAt }, BY);
}

it('signs in, shows where one is and as whom, and goes on after a reload', async () => {
  const page = await console.signedIn();
  const banner = page.getByRole('banner');
  await banner.getByText('red-kettle').waitFor();
  await banner.getByText('admin').waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Health' }).waitFor();
  expect(await page.title()).toBe('Health · red-kettle');
});

it('is signed in by the cookie that belongs to one host, and needs no other', async () => {
  const page = await console.signedIn();
  const cookies = await page.context().cookies();
  const [cookie] = cookies.filter(({ name }) => name === '__Host-webhooks');
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict', path: '/' });
  await page.context().clearCookies({ name: 'webhooks' });
  await page.reload();
  await page.getByRole('heading', { name: 'Health' }).waitFor();
});

it('refuses a wrong secret, keeps what else was typed, and forgets the secret', async () => {
  const page = await console.newPage();
  await page.goto(console.url);
  await console.signIn(page, { ...console.key, apiSecret: 'wrong' });
  await alert(page).getByText('No enabled access key has this').waitFor();
  expect(await page.getByLabel('API key', { exact: true }).inputValue()).toBe(console.key.apiKey);
  expect(await page.getByLabel('API secret').inputValue()).toBe('');
});

it('says how long a key is locked', async () => {
  const page = await console.newPage();
  await page.goto(console.url);
  for (let n = 0; n < 5; n++) {
    await page.evaluate(
      `fetch('/console/session', { method: 'POST', body: ${JSON.stringify(
        JSON.stringify({ cloud_name: 'red-kettle', api_key: console.key.apiKey, api_secret: 'wrong' }),
      )}, headers: { 'Content-Type': 'application/json', 'X-Requested-By': 'console' } }).then(() => undefined)`,
    );
  }
  await console.signIn(page, console.key);
  await alert(page)
    .getByText(/5 attempts with the API key .* try again in \d+ s/)
    .waitFor();
});

it('refuses a key that may only publish, and names its role', async () => {
  const page = await console.newPage();
  await page.goto(console.url);
  await console.signIn(page, await keyWith('events:publish'));
  await alert(page).getByText('got an access key with the role "events:publish"').waitFor();
});

it('says what is missing before anything is sent', async () => {
  const page = await console.newPage();
  await page.goto(console.url);
  const sent: string[] = [];
  page.on('request', (request) => sent.push(`${request.method()} ${request.url()}`));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Please fill').or(page.getByText('Fill')).first().waitFor();
  expect(sent.filter((line) => line.startsWith('POST'))).toEqual([]);
});

it('signs out: the page is gone, and the way back shows nothing', async () => {
  const page = await console.signedIn();
  await page.getByText('Send a first notification').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signInHeading(page).waitFor();
  expect(await page.content()).not.toContain(console.key.apiKey);
  await page.goto(`${console.api.url}/healthz`);
  await page.goBack();
  await signInHeading(page).waitFor();
  expect(await page.content()).not.toContain(console.key.apiKey);
  expect(await page.context().cookies()).toEqual([]);
});

it('keeps the chosen theme and zone through signing out, and nothing else', async () => {
  const page = await console.signedIn();
  await page.getByRole('radio', { name: 'UTC' }).click();
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signInHeading(page).waitFor();
  await page.waitForFunction('Object.keys(localStorage).length === 2');
  expect(await page.evaluate('JSON.stringify(localStorage)')).toBe('{"theme":"dark","zone":"utc"}');
});

it('signs out within one poll when the key is disabled, and goes on where one was', async () => {
  const page = await console.signedIn();
  const { environmentId, stores, key } = console;
  const change = (enabled: boolean) => ({
    changes: { enabled, updatedAt: new Date().toISOString() },
    by: BY,
  });
  await stores.accessKeyAdministration.update(environmentId, key.apiKey, change(false));
  await page.getByText('The session of red-kettle has ended').waitFor();
  expect(await page.getByText('Latest deliveries').isVisible()).toBe(false);
  await stores.accessKeyAdministration.update(environmentId, key.apiKey, change(true));
  await console.signIn(page, key);
  await page.getByText('Latest deliveries').waitFor();
});

it('shows whoever signs in next nothing of who was there before', async () => {
  const page = await console.signedIn();
  await page.getByRole('button', { name: 'Sign out' }).click();
  const other = await console.stores.environments.create({ cloudName: 'blue-kettle' }, BY);
  await console.signIn(page, other, 'blue-kettle');
  await page.getByRole('banner').getByText('blue-kettle').waitFor();
  expect(await page.content()).not.toContain('red-kettle');
});

it('leaves no secret where a script or a neighbour could find it', async () => {
  const page = await console.newPage();
  const urls: string[] = [];
  const headers: string[] = [];
  page.on('request', (request) => {
    urls.push(request.url());
    headers.push(JSON.stringify(request.headers()));
  });
  await page.goto(console.url);
  await console.signIn(page, console.key);
  await page.getByText('Send a first notification').waitFor();
  const token = (await page.context().cookies())[0]?.value ?? '';
  const seen = await page.evaluate<string>(`(async () => JSON.stringify([
    { ...localStorage }, { ...sessionStorage }, document.cookie, location.href, history.state,
    (await indexedDB.databases()).length, (await caches.keys()).length, document.documentElement.outerHTML,
    [...document.querySelectorAll('input')].map((input) => input.value),
  ]))()`);
  for (const text of [seen, ...urls, ...headers]) {
    expect(text).not.toContain(console.key.apiSecret);
    expect(text).not.toContain(token);
  }
  expect(seen).toMatch(/^\[\{\},\{\},"",/);
});

describe('another page', () => {
  it('in the same browser can neither read nor change anything, nor show the Console in a frame', async () => {
    const page = await console.signedIn();
    const origin = console.api.url;
    const evil = await page.context().newPage();
    // Another port of the same machine: to the browser, the same site with the same cookies.
    await evil.route('http://127.0.0.1:1/', (route) =>
      route.fulfill({ contentType: 'text/html', body: `<iframe src="${origin}/console/"></iframe>` }),
    );
    await evil.goto('http://127.0.0.1:1/');
    const outcomes = await evil.evaluate<readonly string[]>(`(async () => {
      const attempt = async (init, path = '/v1_1/red-kettle/triggers') => {
        try {
          const answer = await fetch('${origin}' + path, { credentials: 'include', ...init });
          return answer.type === 'opaque' ? 'opaque' : String(answer.status);
        } catch { return 'refused'; }
      };
      const body = JSON.stringify({ event_type: 'all', uri: 'https://evil.example/' });
      return [
        await attempt({}),
        await attempt({ headers: { 'X-Requested-By': 'console' } }),
        await attempt({ method: 'POST', mode: 'no-cors', body, headers: { 'Content-Type': 'text/plain' } }),
        await attempt({ method: 'POST', body, headers: { 'Content-Type': 'application/json', 'X-Requested-By': 'console' } }),
        await attempt({ method: 'DELETE', headers: { 'X-Requested-By': 'console' } }, '/console/session'),
      ];
    })()`);
    expect(outcomes.filter((outcome) => /^2/.test(outcome))).toEqual([]);
    expect(await console.stores.triggers.list(console.environmentId)).toEqual([]);
    const frames = await Promise.all(evil.frames().map((frame) => frame.content()));
    expect(frames.filter((content) => content.includes('id="root"'))).toEqual([]);
    await page.reload();
    await page.getByRole('heading', { name: 'Health' }).waitFor();
  });
});
