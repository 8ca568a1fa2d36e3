import { createSecretCodec } from '../../../src/store/secrets/secret-codec';
import { someMasterKeys } from '../../support/builders/some-master-keys';

const PLACE = { table: 'access_keys', row: '738291046655821', column: 'secret_encrypted' };
const SECRET = 'sécret-🫖';

describe('secret codec', () => {
  const codec = createSecretCodec(someMasterKeys('k1'));

  describe('encryption', () => {
    it('gives the secret back', () => {
      expect(codec.decrypt(codec.encrypt(SECRET, PLACE), PLACE)).toBe(SECRET);
    });

    it('names its version and master key, and shows nothing of the secret', () => {
      const text = codec.encrypt(SECRET, PLACE);
      expect(text).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]+\.[\w-]{22}$/);
      expect(text).not.toContain(Buffer.from(SECRET).toString('base64url'));
    });

    it('never gives the same text twice', () => {
      expect(codec.encrypt(SECRET, PLACE)).not.toBe(codec.encrypt(SECRET, PLACE));
    });

    it.each([
      ['version', 0],
      ['master key', 1],
      ['nonce', 2],
      ['ciphertext', 3],
      ['tag', 4],
    ])('refuses a text whose %s was altered', (_what, index) => {
      const parts = codec.encrypt(SECRET, PLACE).split('.');
      parts[index] = altered(parts[index] ?? '');
      expect(() => codec.decrypt(parts.join('.'), PLACE)).toThrow('access_keys:738291046655821');
    });

    it.each([
      ['short', (tag: string) => Buffer.from(tag, 'base64url').subarray(0, 4).toString('base64url')],
      ['missing', () => ''],
    ])('refuses a %s tag', (_what, change) => {
      const parts = codec.encrypt(SECRET, PLACE).split('.');
      parts[4] = change(parts[4] ?? '');
      expect(() => codec.decrypt(parts.join('.'), PLACE)).toThrow('altered');
    });

    it.each([
      ['row', { ...PLACE, row: '111111111111111' }],
      ['column', { ...PLACE, column: 'name' }],
      ['table', { ...PLACE, table: 'signing_keys' }],
    ])('refuses a text that was moved to another %s', (_what, elsewhere) => {
      const text = codec.encrypt(SECRET, PLACE);
      expect(() => codec.decrypt(text, elsewhere)).toThrow('was altered, or belongs elsewhere');
    });

    it('refuses a text of a master key that it does not have, and names it', () => {
      const text = createSecretCodec(someMasterKeys('k9')).encrypt(SECRET, PLACE);
      expect(() => codec.decrypt(text, PLACE)).toThrow(
        'is under master key "k9", which is not among MASTER_KEYS',
      );
    });

    it('never shows the text in an error', () => {
      const text = codec.encrypt(SECRET, PLACE);
      const decrypt = () => codec.decrypt(text, { ...PLACE, row: 'x' });
      expect(decrypt).toThrow();
      expect(decrypt).not.toThrow(text.split('.')[3]);
    });
  });

  describe('hash', () => {
    it('recognises the secret and no other', () => {
      const hash = codec.hash(SECRET);
      expect(codec.matches(SECRET, hash)).toBe(true);
      expect(codec.matches(`${SECRET} `, hash)).toBe(false);
      expect(codec.matches('', hash)).toBe(false);
    });

    it('needs the master key: the digest alone cannot be tried out', () => {
      const hash = createSecretCodec(someMasterKeys('k2')).hash(SECRET);
      expect(codec.matches(SECRET, hash.replace('.k2.', '.k1.'))).toBe(false);
    });

    it.each([
      ['of an unknown master key', 'h1.k9.AAAA'],
      ['of an unknown form', 'plain'],
    ])('refuses a hash %s', (_what, hash) => {
      expect(() => codec.matches(SECRET, hash)).toThrow('a secret hash');
    });
  });

  describe('rotation of the master key', () => {
    const rotated = createSecretCodec(someMasterKeys('k2', 'k1'));

    it('still reads and recognises what the earlier one protects', () => {
      expect(rotated.decrypt(codec.encrypt(SECRET, PLACE), PLACE)).toBe(SECRET);
      expect(rotated.matches(SECRET, codec.hash(SECRET))).toBe(true);
    });

    it('writes under the first one, and tells what is not under it yet', () => {
      expect(rotated.isCurrent(rotated.encrypt(SECRET, PLACE))).toBe(true);
      expect(rotated.isCurrent(rotated.hash(SECRET))).toBe(true);
      expect(rotated.isCurrent(codec.encrypt(SECRET, PLACE))).toBe(false);
      expect(rotated.isCurrent(codec.hash(SECRET))).toBe(false);
    });
  });
});

function altered(part: string): string {
  return `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}`;
}
