import { BY } from '../support/builders/an-audit-entry';
import { explainOne } from './support/explained-event';
import { sendSome } from './support/some-deliveries';
import { type Key, useConsole } from './support/test-console';

const console = useConsole();

const OTHER = 'blue-teapot';

const PAGES = ['Webhook notifications', 'Events', 'Deliveries', 'Keys & signatures', 'Audit log'];
/** Of the first one. */
const FOREIGN = ['deliveries/delivery-of-upload-red-kettle', 'events/upload-red-kettle'];

it('two product environments side by side: whoever signs in to the one never loads an id of the other', async () => {
  await sendSome(console);
  await explainOne(console);
  const other = await console.stores.environments.create({ cloudName: OTHER }, BY);
  const marks = [
    console.environmentId,
    console.key.apiKey,
    'upload-red-kettle',
    'shop.example.net',
    'red-kettle',
  ];

  const first = await console.signedIn();
  const second = await console.newPage();
  const loaded: string[] = [];
  second.on('response', (answer) => {
    if (answer.url().includes('/v1_1/'))
      void answer.text().then(
        (text) => loaded.push(text),
        () => undefined,
      );
  });
  await second.goto(console.url);
  await console.signIn(second, other satisfies Key, OTHER);
  await second.getByRole('banner').getByText(OTHER).waitFor();
  for (const page of PAGES) {
    await second.getByRole('link', { name: page, exact: true }).click();
    await second.getByRole('heading', { level: 1, name: new RegExp(`^${page}$`, 'i') }).waitFor();
    const shown = await second.locator('main').innerText();
    expect(marks.filter((mark) => shown.includes(mark))).toEqual([]);
  }
  // An address of the one that somebody sends to the other.
  for (const page of FOREIGN) {
    await second.goto(`${console.url}${page}`);
    await second.getByText('of this product environment').waitFor();
  }
  // The refusals name the id that was asked for, and nothing else of it.
  const answers = loaded.filter((text) => !text.includes('"not_found"'));
  expect(answers.length).toBeGreaterThan(PAGES.length);
  expect(answers.filter((text) => marks.some((mark) => text.includes(mark)))).toEqual([]);

  await first.reload();
  await first.getByText('upload-red-kettle').first().waitFor();
});

it('in one browser, a tab of the one shows nothing of it once somebody has signed in to the other', async () => {
  await sendSome(console);
  const other = await console.stores.environments.create({ cloudName: OTHER }, BY);
  const first = await console.signedIn();
  await first.getByText('upload-red-kettle').first().waitFor();
  const second = await first.context().newPage();
  await second.goto(console.url);
  await second.getByRole('button', { name: 'Sign out' }).click();
  await console.signIn(second, other, OTHER);
  await second.getByRole('banner').getByText(OTHER).waitFor();

  await first.bringToFront();
  await first.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
  // It asks to sign in if it has noticed that the session ended, and shows the other one if it has not.
  const signIn = first.getByRole('heading', { name: 'Sign in' });
  await signIn.or(first.getByRole('banner').getByText(OTHER)).waitFor();
  expect(await first.getByText('upload-red-kettle').filter({ visible: true }).count()).toBe(0);
});
