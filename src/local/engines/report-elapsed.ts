import type { Report } from './find-engine';

const INTERVAL_MS = 10_000;

/**
 * Reports every ten seconds what is being done and for how long.
 *
 * @returns a function that ends the reports.
 */
export function reportElapsed(report: Report, describe: () => string): () => void {
  const startedAt = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    report(`${describe()} (${seconds} s)`);
  }, INTERVAL_MS);
  return () => clearInterval(timer);
}
