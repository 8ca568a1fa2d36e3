import { z } from 'zod';

interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

/** A whole number of at most nine digits, in a query, which knows only texts. */
export function wholeNumber({ minimum, maximum }: Range) {
  const expected = `a whole number from ${minimum} to ${maximum}`;
  return z
    .string(expected)
    .refine((text) => /^(0|[1-9]\d{0,8})$/.test(text) && isWithin(Number(text)), expected)
    .meta({ type: 'integer', minimum, maximum })
    .transform(Number);

  function isWithin(number: number): boolean {
    return number >= minimum && number <= maximum;
  }
}

/** The same, with a default that the documentation shows. */
export function wholeNumberOr(byDefault: number, range: Range) {
  return wholeNumber(range).default(byDefault).meta({ default: byDefault });
}
