const format = new Intl.NumberFormat('en');

/** A whole number as it is read: 1,204. */
export function numberText(number: number): string {
  return format.format(number);
}
