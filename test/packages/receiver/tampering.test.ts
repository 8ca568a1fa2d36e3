import fc from 'fast-check';
import { createReceiver } from '../../../packages/receiver/src/index.ts';
import { fuzzSettings } from '../../support/builders/fuzz-runs';
import { KEY_SET, NOW_SECONDS, SECRET, signedByTheService } from './signed-by-the-service';

const now = () => NOW_SECONDS * 1000;
const RECEIVERS = {
  legacy: createReceiver({ secrets: SECRET, now }),
  v2: createReceiver({ keySet: KEY_SET, now }),
  both: createReceiver({ secrets: SECRET, keySet: KEY_SET, require: 'both', now }),
};
const kinds = Object.keys(RECEIVERS) as (keyof typeof RECEIVERS)[];

describe.each(kinds)('a receiver of %s', (kind) => {
  const receiver = RECEIVERS[kind];

  it('refuses a body with another byte, at every position', async () => {
    const { body, headers } = signedByTheService();
    const genuine = Buffer.from(body);
    expect(await receiver.verify({ body: genuine, headers })).toMatchObject({ ok: true });
    for (let position = 0; position < genuine.length; position += 1) {
      const tampered = Buffer.from(genuine);
      tampered[position] = (tampered[position] ?? 0) ^ 1;
      expect(await receiver.verify({ body: tampered, headers })).toMatchObject({ reason: 'wrong_signature' });
    }
  });

  it('refuses any body, timestamp or signature but the genuine ones', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.json(),
        fc.constantFrom('body', 'X-Cld-Timestamp', 'X-Cld-Signature', 'X-Cld-Signature_v2'),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (body, field, at, difference) => {
          const signed = signedByTheService({ body });
          const genuine = field === 'body' ? signed.body : (signed.headers[field] ?? '');
          const bytes = Buffer.from(genuine);
          const position = at % bytes.length;
          bytes[position] = (bytes[position] ?? 0) ^ difference;
          const isUnused =
            kind !== 'both' && field === (kind === 'v2' ? 'X-Cld-Signature' : 'X-Cld-Signature_v2');
          const request =
            field === 'body'
              ? { body: bytes, headers: signed.headers }
              : { body: signed.body, headers: { ...signed.headers, [field]: bytes.toString('latin1') } };
          expect((await receiver.verify(request)).ok).toBe(isUnused);
        },
      ),
      fuzzSettings(300),
    );
  });

  it('refuses a body from which bytes moved into the timestamp, and the other way round', async () => {
    const moved = signedByTheService({ body: `[1,2]` });
    const { 'X-Cld-Timestamp': timestamp = '' } = moved.headers;
    const headers = { ...moved.headers, 'X-Cld-Timestamp': timestamp.slice(1) };
    expect(await receiver.verify({ body: `[1,2]${timestamp[0]}`, headers })).toMatchObject({ ok: false });
  });
});
