import { randomBytes, randomInt } from 'node:crypto';

const DIGITS = 15;
const SECRET_BYTES = 32;

/** A new key's number: 15 digits, the first not 0. */
export function newApiKey(): string {
  return Array.from({ length: DIGITS }, (_, index) => randomInt(index === 0 ? 1 : 0, 10)).join('');
}

/** 256 random bits, base64url. */
export function newApiSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}
