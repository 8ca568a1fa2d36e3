const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

const words = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'narrow' });

/** How long ago an instant was, or in how long it will be: "2 min ago", "in 4 s". Within a second it is "now". */
export function relativeWords(atMs: number, nowMs: number): string {
  const seconds = Math.round((atMs - nowMs) / 1000);
  const [unit, size] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? ['second', 1];
  return seconds === 0 ? 'now' : words.format(Math.trunc(seconds / size), unit);
}

/** Date and time to the second with the zone, and the year unless it is this one: "28 Nov, 09:26:53 UTC". */
export function clockWords(at: Date, zone: 'local' | 'utc', now = new Date()): string {
  return clockOf(zone, at.getUTCFullYear() !== now.getUTCFullYear()).format(at);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Made once: a list has hundreds of times, and shows them anew each second. */
function clockOf(zone: 'local' | 'utc', hasYear: boolean): Intl.DateTimeFormat {
  const key = `${zone} ${hasYear}`;
  const clock =
    clocks.get(key) ??
    new Intl.DateTimeFormat('en-GB', {
      day: 'numeric',
      month: 'short',
      ...(hasYear && { year: 'numeric' }),
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
      ...(zone === 'utc' && { timeZone: 'UTC' }),
    });
  clocks.set(key, clock);
  return clock;
}
