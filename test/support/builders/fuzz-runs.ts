/**
 * Settings of a property test: reproducible and quick, unless `FUZZ_RUNS` asks for more cases.
 *
 * @param quickRuns number of cases without it.
 */
export function fuzzSettings(quickRuns: number): { readonly seed: number; readonly numRuns: number } {
  return { seed: 20_260_314, numRuns: Number(process.env.FUZZ_RUNS ?? quickRuns) };
}
