import { z } from 'zod';

interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

/** A whole number of at most nine digits: a number, or its digits as text, which is all that a query knows. */
export function wholeNumber({ minimum, maximum }: Range) {
  const expected = `a whole number from ${minimum} to ${maximum}`;
  return z
    .union([z.string(), z.number()], expected)
    .refine((given) => /^(0|[1-9]\d{0,8})$/.test(String(given)) && isWithin(Number(given)), expected)
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
