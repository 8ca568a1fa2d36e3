const INTERVAL_MS = 10_000;

/** Says every ten seconds how far something is. @returns what ends that. */
export function showProgress(report: (line: string) => void, describe: () => string | undefined): () => void {
  const timer = setInterval(() => {
    const line = describe();
    if (line !== undefined) report(line);
  }, INTERVAL_MS);
  return () => clearInterval(timer);
}
