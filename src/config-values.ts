import { z } from 'zod';
import { parseCidrs, parseNat64Prefixes } from './domain/destinations/address-rules';
import { MIN_RETENTION_DAYS } from './domain/retention/retention';

/* What the values of settings may be. All of them come as texts. */

/** Whole numbers from one to another. */
export const integer = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d+$/, `expected a whole number from ${minimum} to ${maximum}`)
    .transform(Number)
    .refine((n) => n >= minimum && n <= maximum, `expected a whole number from ${minimum} to ${maximum}`);
export const port = integer(1, 65_535);

const MAX_DAYS = 36_500;
const DAYS = `expected 0, or a whole number from ${MIN_RETENTION_DAYS} to ${MAX_DAYS}: statistics are counted from the last 48 hours`;
/** 0: for ever. */
export const retentionDays = z
  .string()
  .regex(/^\d+$/, DAYS)
  .transform(Number)
  .refine((n) => n === 0 || (n >= MIN_RETENTION_DAYS && n <= MAX_DAYS), DAYS);

/** A comma-separated list; empty text is an empty list. */
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

/** Address ranges; empty text is an empty list. */
export const addressRanges = z
  .string()
  .default('')
  .transform((text, context) => {
    const { cidrs, faults } = parseCidrs(text);
    reportFaults(context, faults);
    return cidrs;
  });

export const nat64Prefixes = z
  .string()
  .default('')
  .transform((text, context) => {
    const { prefixes, faults } = parseNat64Prefixes(text);
    reportFaults(context, faults);
    return prefixes;
  });

function reportFaults(context: z.core.$RefinementCtx, faults: readonly string[]): void {
  for (const message of faults) context.addIssue({ code: 'custom', message });
}

/** A text as it is, with what a parser throws as the fault of the setting. */
export const checkedBy = (parse: (text: string) => unknown) =>
  z.string().superRefine((text, context) => {
    try {
      parse(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
    }
  });

export const onOrOff = z.enum(['on', 'off'], 'expected on or off');

/** Without a slash at its end. */
export const httpUrl = z
  .url({ protocol: /^https?$/, error: 'expected an http(s) URL' })
  .transform((url) => url.replace(/\/+$/, ''));
