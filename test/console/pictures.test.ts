import { TestConsole } from './support/test-console';

const console = new TestConsole();
beforeAll(() => console.launch(), 60_000);
afterAll(() => console.quit());
beforeEach(() => console.start());
afterEach(() => console.stop());

it('x', async () => {
  const page = await console.newPage();
  await page.goto(console.url);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.screenshot({ path: '/tmp/cs/sign-in.png' });
  await console.signIn(page, console.key);
  await page.getByRole('heading', { name: 'Home' }).waitFor();
  await page.getByText('Send a first notification').waitFor();
  await page.screenshot({ path: '/tmp/cs/home.png', fullPage: true });
});
