/** Said of what should have come. */
export const DUE = 'due now';

/** The time until an instant: "4:12", "1:02:03". Never less than nothing: then it is "due now". */
export function countdownWords(atMs: number, nowMs: number): string {
  const left = Math.ceil((atMs - nowMs) / 1000);
  if (left <= 0) return DUE;
  const [hours, minutes, seconds] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  const two = (number: number) => String(number).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** A span of time, for people: "41 ms", "2.5 s", "6 min", "1 h 5 min". */
export function spanWords(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${Number((ms / 1000).toFixed(1))} s`;
  if (ms < 60_000) return `${Math.round(ms / 1000)} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
