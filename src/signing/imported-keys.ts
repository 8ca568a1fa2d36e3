import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Remembers imported private keys: importing a key costs ten times as much as signing with it. */
export class ImportedKeys {
  private readonly keys = new Map<string, KeyObject>();

  /** @param maxKeys after so many, all are forgotten. */
  constructor(private readonly maxKeys: number) {}

  /** @throws Error when the text is not a private key in PEM. */
  get(privateKeyPem: string): KeyObject {
    const known = this.keys.get(privateKeyPem);
    if (known) return known;
    const key = createPrivateKey(privateKeyPem);
    if (this.keys.size === this.maxKeys) this.keys.clear();
    this.keys.set(privateKeyPem, key);
    return key;
  }
}
