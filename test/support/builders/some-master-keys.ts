import type { MasterKey, MasterKeys } from '../../../src/store/secrets/master-keys';

/** Keys of these ids, the first active. The same id gives the same key. */
export function someMasterKeys(first = 'k1', ...others: readonly string[]): MasterKeys {
  return [aMasterKey(first), ...others.map(aMasterKey)];
}

function aMasterKey(kid: string): MasterKey {
  return { kid, key: Buffer.alloc(32, kid) };
}
