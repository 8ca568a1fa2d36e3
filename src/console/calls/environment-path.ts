/**
 * A path of the API below a product environment.
 *
 * @param steps each is escaped.
 */
export function environmentPath(cloudName: string, ...steps: readonly string[]): string {
  return `/v1_1/${[cloudName, ...steps].map(encodeURIComponent).join('/')}`;
}
