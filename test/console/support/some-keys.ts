import type { Page } from 'playwright-core';
import { chooseSigningKey } from '../../../src/domain/keys/signing-key';
import { signatureHeaders } from '../../../src/signing/notification-headers';
import { BY } from '../../support/builders/an-audit-entry';
import type { TestConsole } from './test-console';

const AT = '2026-11-02T09:00:00.000Z';

/** Three access keys, one of them disabled, and a history of rotations and changes. */
export async function changeSomeKeys({ stores, environmentId, key }: TestConsole): Promise<void> {
  const { accessKeyAdministration, signingKeys, auditLog } = stores;
  const by = { kind: 'access_key', id: key.apiKey, requestId: 'b2f1c0d9e8a74655', ip: '192.0.2.7' } as const;
  const wanted = { environmentId, createdAt: AT };
  const old = await accessKeyAdministration.create(
    { ...wanted, name: 'old-backend', enabled: true, role: 'admin' },
    BY,
  );
  await accessKeyAdministration.update(environmentId, old.apiKey, {
    changes: { enabled: false, updatedAt: AT },
    by,
  });
  await accessKeyAdministration.create(
    { ...wanted, name: 'platform', enabled: true, role: 'events:publish' },
    BY,
  );
  await signingKeys.rotate(environmentId, AT, BY);
  await signingKeys.rotate(environmentId, '2026-11-20T09:00:00.000Z', { ...by, via: 'console' });
  await auditLog.record({
    action: 'delivery.retry',
    environmentId,
    subjectId: 'delivery-of-upload-red-kettle',
    before: { event_id: 'upload-red-kettle', uri: 'https://shop.example.net/hooks', status: 'failed' },
    by: { ...by, via: 'console' },
  });
}

/** Headers of a notification as a worker would send it now. */
export async function signNow({ stores, environmentId }: TestConsole, body: string) {
  const { candidates, materialOf } = await stores.signing.findSigners(environmentId);
  const timestampSeconds = Math.floor(Date.now() / 1000);
  const material = materialOf(chooseSigningKey(candidates)?.apiKey);
  const headers = signatureHeaders({ authScheme: 'default', body, timestampSeconds }, material);
  return {
    timestamp: headers?.['X-Cld-Timestamp'] ?? '',
    signature: headers?.['X-Cld-Signature'] ?? '',
    signatureV2: headers?.['X-Cld-Signature_v2'] ?? '',
  };
}

/** Asks about a notification whose body a parser has written again. */
export async function checkSomething(console: TestConsole, page: Page): Promise<void> {
  const body = '{"notification_type":"upload","public_id":"catalog/red-kettle"}';
  const { timestamp, signature } = await signNow(console, body);
  await page.getByLabel('Body, exactly as it was received').fill(JSON.stringify(JSON.parse(body), null, 2));
  await page.getByLabel('X-Cld-Timestamp').fill(timestamp);
  await page.getByLabel('X-Cld-Signature', { exact: true }).fill(signature);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByRole('list', { name: 'Result' }).waitFor();
}
