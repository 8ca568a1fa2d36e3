/**
 * Whether a number that was read from JSON is written again as it came: of whole numbers, a double holds each one up
 * to 2^53 - 1, and JSON has none that is not finite.
 *
 * A fraction is always let through, as the nearest double. Whole numbers name things, and the last digit counts;
 * fractions measure them. Producers print doubles with more digits than tell them apart (C's `%.17g` writes 0.1 as
 * 0.10000000000000001), so that comparing digits would refuse what every reader takes for the same double.
 */
export function isExactNumber(value: number): boolean {
  return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
}
