import { z } from 'zod';

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
