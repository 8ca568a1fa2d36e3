import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { createAddressRules } from '../../../src/domain/destinations/address-rules';
import { createNameResolver } from '../../../src/outbound/network/allowed-addresses';
import { createSender } from '../../../src/outbound/sender';
import { readTrustedAuthorities } from '../../../src/outbound/network/guarded-agents';
import { onRequest, startRawReceiver } from '../../support/receivers/raw-receiver';
import { createCertificate } from '../../support/receivers/tls-certificate';

const folder = mkdtempSync(path.join(tmpdir(), 'authorities-'));
afterAll(() => rmSync(folder, { recursive: true }));

const one = createCertificate({ dnsName: 'one.localhost' });
const two = createCertificate({ dnsName: 'two.localhost' });

function aFile(content: string): string {
  const file = path.join(folder, 'ca.pem');
  writeFileSync(file, content);
  return file;
}

async function outcomeWith(ca: readonly string[] | undefined) {
  const receiver = await startRawReceiver(
    onRequest((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')),
    { certificate: two },
  );
  const rules = createAddressRules({ allowCidrs: ['127.0.0.0/8'] });
  const sender = createSender({ rules, resolver: createNameResolver(), ca });
  const url = `https://two.localhost:${receiver.port}/`;
  const outcome = await sender.post({ url, body: '{}', headers: {}, timeoutMs: 5_000 });
  sender.close();
  await receiver.close();
  return outcome;
}

describe('an operator’s file of certificate authorities', () => {
  it('adds to the bundled ones, whatever else is in the file', () => {
    const file = aFile(`# ours\n${one.cert}\nsubject=two\n${two.cert}`);
    expect(readTrustedAuthorities(file)).toEqual([...tls.rootCertificates, one.cert.trim(), two.cert.trim()]);
  });

  it('makes deliveries trust them', async () => {
    expect(await outcomeWith(undefined)).toMatchObject({ errorCode: 'tls_error' });
    expect(await outcomeWith(readTrustedAuthorities(aFile(one.cert)))).toMatchObject({
      errorCode: 'tls_error',
    });
    expect(await outcomeWith(readTrustedAuthorities(aFile(one.cert + two.cert)))).toMatchObject({
      kind: 'delivered',
    });
  });

  it.each([
    ['is not there', () => path.join(folder, 'none.pem'), 'cannot be read (ENOENT); expected a PEM file'],
    ['is a folder', () => folder, 'cannot be read (EISDIR); expected a PEM file'],
    ['is empty', () => aFile(''), 'contains no certificate; expected PEM'],
    ['has a key only', () => aFile(one.key), 'contains no certificate; expected PEM'],
    [
      'has a broken certificate',
      () => aFile(`${one.cert}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`),
      'expected PEM',
    ],
  ])('is refused when it %s', (_what, file, message) => {
    expect(() => readTrustedAuthorities(file())).toThrow(message);
  });
});
