import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { changeSomeKeys, signNow } from './support/some-keys';
import { useConsole } from './support/test-console';

const console = useConsole();

const BODY = '{"notification_type":"upload",\r\n"public_id":"Käse"}';

it('a receiver says "signature invalid": two clicks from the home page to the cause', async () => {
  await changeSomeKeys(console);
  const sent = await signNow(console, BODY);
  const page = await console.signedIn();
  await page.getByRole('link', { name: 'Keys & signatures' }).click();
  await page.getByLabel('Body, exactly as it was received').fill(JSON.stringify(JSON.parse(BODY)));
  await page.getByLabel('X-Cld-Timestamp').fill(sent.timestamp);
  await page.getByLabel('X-Cld-Signature', { exact: true }).fill(sent.signature);
  await page.getByLabel('X-Cld-Signature_v2').fill(sent.signatureV2);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  const result = page.getByRole('list', { name: 'Result' });
  await result.getByText('Does not verify').first().waitFor();

  const folder = mkdtempSync(path.join(tmpdir(), 'webhook-notifications-check-'));
  const file = path.join(folder, 'body.json');
  writeFileSync(file, BODY);
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a file' }).click(),
  ]);
  await chooser.setFiles(file);
  await page.getByText('body.json').waitFor();
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await result.getByText('Genuine').first().waitFor();
  expect(await result.getByText('Genuine').count()).toBe(2);
  rmSync(folder, { recursive: true });

  await page.getByLabel('X-Cld-Timestamp').fill('soon');
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByText('X-Cld-Timestamp: expected the digits of a Unix time.').waitFor();
  expect(await result.count()).toBe(0);
});

it('somebody rotates the Ed25519 pair after a confirmation, and the audit log says so', async () => {
  const [before] = (await console.stores.signingKeys.listPublic('red-kettle')) ?? [];
  const page = await console.signedIn();
  await page.getByRole('link', { name: 'Keys & signatures' }).click();
  await page
    .getByRole('listitem', { name: `Pair ${before?.kid}` })
    .getByText('Signs now')
    .waitFor();
  await page.getByRole('button', { name: 'Rotate …' }).click();
  await page.getByText(`${before?.kid} stays published, so what it signed still verifies.`).waitFor();
  await page.getByRole('button', { name: 'Rotate', exact: true }).click();
  await page
    .getByRole('listitem', { name: `Pair ${before?.kid}` })
    .getByText('Published')
    .waitFor();
  const [newest] = (await console.stores.signingKeys.listPublic('red-kettle')) ?? [];
  await page.getByText(`The new pair ${newest?.kid} signs from now on.`).waitFor();

  await page.getByRole('link', { name: 'Audit log' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Ed25519 pair rotated' });
  await row.getByText('access key, in the Console').waitFor();
  expect(await row.locator('del').textContent()).toBe(before?.kid);
  expect(await row.locator('ins').textContent()).toBe(`${newest?.kid}, ${before?.kid}`);
});

it('the audit log is narrowed by action, subject and author, and its address is a link', async () => {
  await changeSomeKeys(console);
  const page = await console.openAt('audit-log?subject_id=delivery-of-upload-red-kettle');
  await page.getByText('1 shown, all there are').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByText('9 shown').waitFor();
  await page.getByLabel('Action').selectOption('access_key.update');
  const row = page.getByRole('row').filter({ hasText: 'Access key changed' });
  await row.getByText('request b2f1c0d9e8a74655').waitFor();
  await row.getByRole('link', { name: console.key.apiKey }).click();
  await page.getByText('4 shown, all there are').waitFor();
  expect(new URL(page.url()).search).toBe(`?actor_id=${console.key.apiKey}`);
});

it('a key that may only read sees the keys, and is told what it may not do', async () => {
  const reader = await console.addKey({ name: '<b>reader</b>', createdAt: '2026-11-02T09:00:00.000Z' });
  const page = await console.openAt('keys', reader);
  await page.getByText('A key with the role read may not check signatures.').waitFor();
  await page.getByText('<b>reader</b>').first().waitFor();
  await page.getByRole('button', { name: 'Rotate …' }).press('Enter');
  expect(await page.getByRole('alertdialog').count()).toBe(0);
  await page.getByRole('link', { name: 'Audit log' }).click();
  await page.getByText('The audit log is for keys with the role admin.').waitFor();
});
