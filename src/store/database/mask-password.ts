/** A database URL that may be shown: what stands for its password is `***`. */
export function maskPassword(databaseUrl: string): string {
  return databaseUrl.replace(/^([a-z]+:\/\/[^:@/]*):.*@/, '$1:***@').replace(/([?&]password=)[^&]*/, '$1***');
}
