import { z } from 'zod';

const EXPECTED = 'a text of 1 to 255 characters, none of them a control character';

/** A name for people. */
export const displayName = z
  .string(EXPECTED)
  .refine((text) => /^[^\p{Cc}\p{Cs}]{1,255}$/u.test(text), EXPECTED)
  .meta({ minLength: 1, maxLength: 255, description: EXPECTED });
