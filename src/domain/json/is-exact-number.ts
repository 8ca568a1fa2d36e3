/**
 * Whether a number that was read from JSON is written again as it came: of whole numbers, a double holds each one up
 * to 2^53 - 1, and JSON has none that is not finite. Digits of fractions beyond a double's are not noticed.
 */
export function isExactNumber(value: number): boolean {
  return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
}
