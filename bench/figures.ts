/* How figures are written in tables; what could not be measured is "n/a". */

/** With one digit after the point. */
export function decimal(value: number | undefined, digits = 1): string {
  return value === undefined || !Number.isFinite(value) ? 'n/a' : value.toFixed(digits);
}

/** A ratio to the unit. */
export function factor(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? 'n/a' : `× ${value.toFixed(2)}`;
}

/** A whole number, its thousands apart. */
export function whole(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? 'n/a' : Math.round(value).toLocaleString('en-US');
}

/** In MiB, from bytes. */
export function mebibytes(bytes: number | undefined): string {
  return bytes === undefined ? 'n/a' : `${whole(bytes / 2 ** 20)} MiB`;
}
