import { z } from 'zod';

const EXPECTED = 'a text of 1 to 255 characters, not all of them blank, none of them a control character';
const NOT_BLANK = /\S/;

/** A name for people. */
export const displayName = z
  .string(EXPECTED)
  .refine((text) => /^[^\p{Cc}\p{Cs}]{1,255}$/u.test(text) && NOT_BLANK.test(text), EXPECTED)
  .meta({ minLength: 1, maxLength: 255, pattern: NOT_BLANK.source, description: EXPECTED });
