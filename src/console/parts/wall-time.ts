type Zone = 'local' | 'utc';

/** An instant as a field for date and time has it, `2026-11-28T09:26`; empty for what is none. */
export function toWallTime(iso: string | undefined, zone: Zone): string {
  const at = new Date(iso ?? Number.NaN);
  if (Number.isNaN(at.getTime())) return '';
  const offsetMs = zone === 'utc' ? 0 : at.getTimezoneOffset() * 60_000;
  return new Date(at.getTime() - offsetMs).toISOString().slice(0, 16);
}

/** @returns ISO text, UTC; empty for what is no time yet. */
export function fromWallTime(wallTime: string, zone: Zone): string {
  // Without a zone it is local to this machine.
  const at = new Date(zone === 'utc' ? `${wallTime}Z` : wallTime);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}
