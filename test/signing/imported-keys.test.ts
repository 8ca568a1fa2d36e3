import { generateKeyPairSync } from 'node:crypto';
import { ImportedKeys } from '../../src/signing/imported-keys';

function aPem(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

describe('imported keys', () => {
  it('are imported once', () => {
    const keys = new ImportedKeys(2);
    const pems = [aPem(), aPem()];
    const first = pems.map((pem) => keys.get(pem));
    expect(pems.map((pem, index) => keys.get(pem) === first[index])).toEqual([true, true]);
    expect(first.map((key) => key.export({ type: 'pkcs8', format: 'pem' }))).toEqual(pems);
  });

  it('are forgotten when there are more than is allowed', () => {
    const keys = new ImportedKeys(2);
    const [a, b, c] = [aPem(), aPem(), aPem()];
    const first = keys.get(a);
    keys.get(b);
    const last = keys.get(c);
    expect(keys.get(c)).toBe(last);
    expect(keys.get(a)).not.toBe(first);
  });

  it('are private keys in PEM', () => {
    expect(() => new ImportedKeys(1).get('none')).toThrow();
  });
});
