import { OPTIONS, type BenchOption } from './option-table';

/** Says how the measurements are called, an option a line. */
export function usage(): string {
  const lines = Object.entries<BenchOption>(OPTIONS).map(([name, { value, meaning, default: usual }]) => {
    const typed = value === undefined ? `--${name}` : `--${name} ${value}`;
    return `  ${typed.padEnd(38)}${meaning}${usual === undefined ? '' : ` (${usual})`}`;
  });
  return [
    'usage: npm run bench -- [options]',
    '',
    'Publishes events through the whole service and, in the same run on the same engine, through the',
    'bare shape: the same workflows without a service around them. Prints both, and their ratios.',
    '',
    ...lines,
    '',
    'Ctrl-C ends the measurement and everything that it started. Exit code 1: a notification was lost.',
    '',
  ].join('\n');
}
