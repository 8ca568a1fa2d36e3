/** When the requests of most tests come. */
export const NOW = '2026-03-14T09:26:53.589Z';

/** A clock that stands still until it is moved. @param start ISO text, as all its times. */
export function aClock(start = NOW) {
  const clock = {
    at: start,
    now: () => new Date(clock.at),
    pass: (ms: number) => {
      clock.at = new Date(Date.parse(clock.at) + ms).toISOString();
    },
  };
  return clock;
}
