import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import path from 'node:path';
import type { AuthScheme } from '../../src/domain/triggers/trigger';
import { jwks } from '../../src/signing/jwks';
import { signatureHeaders } from '../../src/signing/notification-headers';
import { freePort } from '../support/services/free-port';
import { startReceiver, type Receiver } from '../support/receivers/receiver';
import { waitUntil } from '../support/services/wait-until';

/* examples/receiver.mjs, as the README's session starts it. */

const RECEIVER = path.resolve(__dirname, '../../examples/receiver.mjs');
const { publicKey, privateKey } = generateKeyPairSync('ed25519');

let keySet: Receiver;
let receiver: ChildProcess;
let port: number;
let printed = '';
beforeAll(async () => {
  const keys = JSON.stringify(jwks([{ kid: 'k1', x: publicKey.export({ format: 'jwk' }).x ?? '' }]));
  keySet = await startReceiver(() => ({ status: 200, body: keys }));
  port = await freePort();
  receiver = spawn(process.execPath, [RECEIVER, String(port), keySet.url]);
  receiver.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  await waitUntil('the receiver listens', () => printed.includes('receiving on'));
}, 30_000);
afterAll(async () => {
  receiver.kill();
  await keySet.close();
});

interface Notification {
  readonly path?: string;
  readonly id: string;
  readonly scheme?: AuthScheme;
  readonly ageSeconds?: number;
}

/** @returns the status, and what was printed meanwhile. */
async function send({ path: place = '/hooks', id, scheme = 'default', ageSeconds = 0 }: Notification) {
  const body = '{"public_id":"Käsekästchen"}';
  const timestampSeconds = Math.floor(Date.now() / 1000) - ageSeconds;
  const signed = signatureHeaders(
    { authScheme: scheme, body, timestampSeconds },
    {
      apiSecret: 's3cret',
      algorithm: 'sha1',
      ed25519PrivateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    },
  );
  printed = '';
  const headers = { ...signed, 'Webhook-Id': id };
  const { status } = await fetch(`http://127.0.0.1:${port}${place}`, { method: 'POST', body, headers });
  await waitUntil('it is printed', () => printed.includes('answered'));
  return { status, printed };
}

describe('the receiver of the examples', () => {
  it('accepts what is genuine, and does nothing the second time', async () => {
    const first = await send({ id: 'one' });
    expect([first.status, first.printed]).toEqual([200, expect.stringContaining('Käsekästchen')]);
    const second = await send({ id: 'one' });
    expect([second.status, second.printed]).toEqual([200, expect.stringContaining('accepted before')]);
    expect(second.printed).not.toContain('Käsekästchen');
  });

  it('refuses below /refuse, every time', async () => {
    for (const attempt of [
      await send({ path: '/refuse', id: 'two' }),
      await send({ path: '/refuse', id: 'two' }),
    ]) {
      expect([attempt.status, attempt.printed]).toEqual([503, expect.stringContaining('Käsekästchen')]);
    }
  });

  it('refuses what is six minutes old', async () => {
    const old = await send({ id: 'three', ageSeconds: 360 });
    expect([old.status, old.printed]).toEqual([401, expect.stringContaining('too_old')]);
  });

  it('says of a notification without version 2 what it expected', async () => {
    const legacy = await send({ id: 'four', scheme: 'legacy_hmac' });
    expect([legacy.status, legacy.printed]).toEqual([401, expect.stringContaining('X-Cld-Signature_v2')]);
  });
});
