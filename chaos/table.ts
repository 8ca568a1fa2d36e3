import { markdownTable } from '../bench/markdown-table';
import { FAULT_KIND_NAMES } from './fault-kinds';
import type { Tally } from './tally';

/** The result as a table of Markdown: a row for each kind of fault that was drawn, and their sum. */
export function faultTable(tally: Tally): string {
  const drawn = FAULT_KIND_NAMES.filter((kind) => tally[kind].faults + tally[kind].skipped > 0);
  const header = [
    'fault',
    'times',
    'lost',
    'stuck',
    'other violations',
    'attempts made again',
    'worst recovery',
  ];
  const rows = drawn.map((kind) => {
    const { faults, skipped, lost, stuck, other, duplicates, worstRecoveryMs } = tally[kind];
    const times = skipped === 0 ? String(faults) : `${faults} (${skipped} skipped)`;
    return [kind, times, lost, stuck, other, duplicates, inSeconds(worstRecoveryMs)].map(String);
  });
  const sum = (pick: 'faults' | 'lost' | 'stuck' | 'other' | 'duplicates') =>
    drawn.reduce((total, kind) => total + tally[kind][pick], 0);
  const recoveries = drawn.flatMap((kind) => tally[kind].worstRecoveryMs ?? []);
  const total = [sum('faults'), sum('lost'), sum('stuck'), sum('other'), sum('duplicates')].map(String);
  const worst = inSeconds(recoveries.length === 0 ? undefined : Math.max(...recoveries));
  return markdownTable([header, ...rows, ['all', ...total, worst]]);
}

function inSeconds(milliseconds: number | undefined): string {
  return milliseconds === undefined ? 'not measured' : `${(milliseconds / 1000).toFixed(1)} s`;
}
