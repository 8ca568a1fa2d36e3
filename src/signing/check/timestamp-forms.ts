/** The seconds of a timestamp that looks like one in milliseconds; `undefined` for any other. */
export function secondsForMs(timestamp: string): string | undefined {
  return /^\d{13}$/.test(timestamp) ? timestamp.slice(0, -3) : undefined;
}

/** What to do with such a timestamp. */
export const IN_MILLISECONDS = 'It fits the timestamp in seconds. Pass X-Cld-Timestamp as it came.';
