/** A duration as the Temporal UI shows it: whole minutes in minutes, everything else in seconds. */
export function inWords(seconds: number): string {
  const [count, unit] = seconds >= 60 && seconds % 60 === 0 ? [seconds / 60, 'minute'] : [seconds, 'second'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
