/** `2026-03-14T09:26:53+00:00`: the contract's form for `timestamp`, `created_at`, `updated_at`. */
export function toSecondsWithOffset(isoText: string): string {
  return `${secondsUtc(isoText)}+00:00`;
}

/** `2026-03-14T09:26:53Z`: the form of the provisioning API. */
export function toSecondsUtc(isoText: string): string {
  return `${secondsUtc(isoText)}Z`;
}

/** `2026-03-14T09:26:53.589793Z`: the contract's form for `triggered_at`. Keeps digits that `Date` would drop. */
export function toMicrosecondsUtc(isoText: string): string {
  const fraction = /\.(\d+)/.exec(isoText)?.[1] ?? '';
  return `${secondsUtc(isoText)}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
}

/** `2026-03-14T09:26:53.000Z`: a time given in seconds since the epoch. */
export function isoOfSeconds(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

function secondsUtc(isoText: string): string {
  return new Date(isoText).toISOString().slice(0, 19);
}
