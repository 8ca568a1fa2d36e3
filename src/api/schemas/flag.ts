import { z } from 'zod';

const EXPECTED = 'true or false';

/** A boolean, or its name as text: an official client sends every boolean so. Source: `normalize_params`, Python SDK. */
export const flag = z
  .union([z.boolean(), z.enum(['true', 'false'])], EXPECTED)
  .transform((given) => given === true || given === 'true');
