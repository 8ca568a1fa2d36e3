import { z } from 'zod';

const EXPECTED = 'true or false';

/**
 * A boolean as the official clients send one: JSON, its name as text (Python, .NET), a digit (PHP's query).
 * Source: docs/decisions.md D38.
 */
export const flag = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0']), z.literal([1, 0])], EXPECTED)
  .transform((given) => given === true || String(given) === 'true' || String(given) === '1');

/** One that may be left out: null or an empty text is what some clients send for what they were not given. */
export const optionalFlag = z
  .union([flag, z.literal('')], EXPECTED)
  .nullish()
  .transform((given) => (typeof given === 'boolean' ? given : undefined));
