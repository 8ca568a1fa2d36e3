import { z } from 'zod';
import { isJsonObject } from '../../domain/json/json-values';
import { strictObject } from './parse';
import { isPlainName, PLAIN_NAME_PATTERN } from './path-id';

const ANY_OBJECT =
  'Any JSON object without a key "__proto__" and without whole numbers beyond 2^53 - 1 on either side of 0; the whole body has at most 64 levels.';

/** Any JSON object, kept as it is. */
export const jsonObject = z
  .custom<Readonly<Record<string, unknown>>>(isJsonObject, 'a JSON object')
  .meta({ type: 'object', description: ANY_OBJECT });

const TRUE_OR_FALSE = 'true or false';

/**
 * A boolean as the official clients send one: JSON, its name as text (Python, .NET), a digit (PHP's query).
 * Source: docs/decisions.md D38.
 */
export const flag = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0']), z.literal([1, 0])], TRUE_OR_FALSE)
  .transform((given) => given === true || String(given) === 'true' || String(given) === '1');

/** One that may be left out: null or an empty text is what some clients send for what they were not given. */
export const optionalFlag = z
  .union([flag, z.literal('')], TRUE_OR_FALSE)
  .nullish()
  .transform((given) => (typeof given === 'boolean' ? given : undefined));

interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

/** A whole number of at most nine digits: a number, or its digits as text, which is all that a query knows. */
export function wholeNumber({ minimum, maximum }: Range) {
  const expected = `a whole number from ${minimum} to ${maximum}`;
  return z
    .custom<string | number>(isWholeNumber, expected)
    .meta({ type: 'integer', minimum, maximum })
    .transform(Number);

  function isWholeNumber(given: unknown): boolean {
    if (typeof given !== 'string' && typeof given !== 'number') return false;
    const isWritten = /^(0|[1-9]\d{0,8})$/.test(String(given));
    return isWritten && Number(given) >= minimum && Number(given) <= maximum;
  }
}

/** The same, with a default that the documentation shows. */
export function wholeNumberOr(byDefault: number, range: Range) {
  return wholeNumber(range).default(byDefault).meta({ default: byDefault });
}

const INSTANT = 'an ISO 8601 date and time with Z or an offset, for instance "2026-03-14T09:26:53Z"';

const upperCase = z.iso
  .datetime({ offset: true, error: INSTANT, abort: true })
  .refine((text) => new Date(text).toISOString().length === '2026-03-14T09:26:53.000Z'.length, INSTANT);

/**
 * A date and time as its sender wrote it. In UTC it lies in the years 0 to 9999: stored times sort as text.
 * The letters may be lower-case. Source: RFC 3339, section 5.6.
 */
export const instant = z
  .string(INSTANT)
  .meta({ format: 'date-time' })
  .transform((text) => text.toUpperCase())
  .pipe(upperCase);

/** The same in a query, where a plus that was not encoded has become a space. */
export const instantInQuery = z
  .string(INSTANT)
  .meta({ format: 'date-time' })
  .transform((text) => text.replace(/ (?=\d\d:\d\d$)/, '+'))
  .pipe(instant);

const DISPLAY_NAME = 'a text of 1 to 255 characters, not all of them blank, none of them a control character';
const NOT_BLANK = /\S/;

/** A name for people. */
export const displayName = z
  .string(DISPLAY_NAME)
  .refine((text) => /^[^\p{Cc}\p{Cs}]{1,255}$/u.test(text) && NOT_BLANK.test(text), DISPLAY_NAME)
  .meta({ minLength: 1, maxLength: 255, pattern: NOT_BLANK.source, description: DISPLAY_NAME });

/** An id or a name, as `isPlainName` knows it. @param expected for the message, for example "an event id". */
export function plainName(expected: string) {
  return z.string(expected).refine(isPlainName, expected).meta({ pattern: PLAIN_NAME_PATTERN.source });
}

const PRODUCER_ID = '1 to 64 characters of A-Z a-z 0-9 _ -';

/** An idempotency key of the producer's. Source: docs/decisions.md D27. */
export const producerId = z.string(PRODUCER_ID).regex(/^[A-Za-z0-9_-]{1,64}$/, PRODUCER_ID);

/**
 * Body of requests that say all in their path; an official client sends `{}` with DELETE.
 * Source: docs/contract.md §1.6.
 */
export const emptyBody = strictObject({}, 'no body or {}').optional();

/** Says that it was done, and nothing else. */
export const doneAnswer = z.object({ message: z.literal('ok') });

/** A time as every answer shows it: ISO 8601 in UTC, though not always to the same digit. */
export const time = z.iso.datetime({ offset: true });
