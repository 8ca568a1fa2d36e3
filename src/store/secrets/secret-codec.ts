import {
  createHmac,
  hkdfSync,
  timingSafeEqual,
  createCipheriv,
  createDecipheriv,
  randomBytes,
} from 'node:crypto';
import type { MasterKeys } from './master-keys';

const CIPHERTEXT_VERSION = 'v1';
const HASH_VERSION = 'h1';
const PEPPER_BYTES = 32;

/** Where a ciphertext is stored. It opens nowhere else, so that rows cannot be exchanged. */
export interface SecretPlace {
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

/** Protects secrets at rest. */
export interface SecretCodec {
  readonly activeKid: string;
  /** `v1.kid.iv.ciphertext.tag`, under the active master key. */
  encrypt(secret: string, place: SecretPlace): string;
  /** @throws Error when the master key is not known, or the text was altered or belongs elsewhere. */
  decrypt(text: string, place: SecretPlace): string;
  /** `h1.kid.digest`: recognises a secret without revealing it. For random secrets only: it is fast. */
  hash(secret: string): string;
  /** Takes the same time whatever differs. @throws Error when the master key is not known. */
  matches(secret: string, hash: string): boolean;
  /** Whether a ciphertext or hash is under the active master key. */
  isCurrent(text: string): boolean;
}

export function createSecretCodec(masterKeys: MasterKeys): SecretCodec {
  const active = masterKeys[0];
  const keys = new Map(masterKeys.map(({ kid, key }) => [kid, { key, pepper: derivePepper(key) }]));

  function keyOf(kid: string, what: string): { readonly key: Buffer; readonly pepper: Buffer } {
    const found = keys.get(kid);
    if (!found) throw new Error(`${what} is under master key "${kid}", which is not among MASTER_KEYS`);
    return found;
  }

  return {
    activeKid: active.kid,
    encrypt(secret, place) {
      const { iv, ciphertext, tag } = seal(active.key, secret, describe(place));
      return [CIPHERTEXT_VERSION, active.kid, ...[iv, ciphertext, tag].map(toBase64Url)].join('.');
    },
    decrypt(text, place) {
      const where = describe(place);
      const [kid = '', iv = '', ciphertext = '', tag = ''] = partsOf(text, CIPHERTEXT_VERSION, 4, where);
      const { key } = keyOf(kid, `the secret at ${where}`);
      try {
        return unseal(
          key,
          { iv: fromBase64Url(iv), ciphertext: fromBase64Url(ciphertext), tag: fromBase64Url(tag) },
          where,
        );
      } catch (cause) {
        throw new Error(`the secret at ${where} was altered, or belongs elsewhere`, { cause });
      }
    },
    hash(secret) {
      const { pepper } = keyOf(active.kid, 'a new hash');
      return [HASH_VERSION, active.kid, toBase64Url(keyedHash(pepper, secret))].join('.');
    },
    matches(secret, hash) {
      const [kid = '', digest = ''] = partsOf(hash, HASH_VERSION, 2, 'a secret hash');
      const { pepper } = keyOf(kid, 'a secret hash');
      const stored = fromBase64Url(digest);
      const computed = keyedHash(pepper, secret);
      return stored.length === computed.length && timingSafeEqual(stored, computed);
    },
    isCurrent: (text) => text.split('.')[1] === active.kid,
  };
}

/** How every ciphertext under this master key begins. */
export function kidPrefix(kid: string): string {
  return `${CIPHERTEXT_VERSION}.${kid}.`;
}

/** A key for hashing that reveals nothing of the one for encrypting. */
function derivePepper(masterKey: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, '', 'api secret hash', PEPPER_BYTES));
}

function keyedHash(pepper: Buffer, secret: string): Buffer {
  return createHmac('sha256', pepper).update(secret, 'utf8').digest();
}

function describe({ table, row, column }: SecretPlace): string {
  return `${table}:${row}:${column}`;
}

function partsOf(text: string, version: string, count: number, what: string): readonly string[] {
  const [found, ...parts] = text.split('.');
  if (found !== version || parts.length !== count) {
    throw new Error(`${what} is not in the form of version ${version}`);
  }
  return parts;
}

function toBase64Url(bytes: Buffer): string {
  return bytes.toString('base64url');
}

function fromBase64Url(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
/** Given explicitly: without it Node accepts a tag of four bytes. */
const TAG_BYTES = 16;

interface Sealed {
  readonly iv: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

/** AES-256-GCM with a random IV. @param place authenticated with the text, so that it opens nowhere else. */
function seal(key: Buffer, text: string, place: string): Sealed {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place, 'utf8'));
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return { iv, ciphertext, tag: cipher.getAuthTag() };
}

/** @throws Error when the text was altered, or sealed under another key or for another place. */
function unseal(key: Buffer, { iv, ciphertext, tag }: Sealed, place: string): string {
  const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(place, 'utf8'));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
}
