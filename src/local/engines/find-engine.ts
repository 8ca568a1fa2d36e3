/** Tells the person in front of the screen what is going on, one line at a time. */
export type Report = (line: string) => void;

/** One way to come by an engine. */
export interface EngineStep {
  /** How the step is called in reports, such as "cache". */
  readonly name: string;
  find(): Promise<EngineStepResult> | EngineStepResult;
}

/** The absolute path of the executable, or the reason why this step has none. */
export type EngineStepResult = { readonly path: string } | { readonly reason: string };

export interface EngineSearch {
  /** What is looked for, such as "Temporal CLI". */
  readonly engine: string;
  readonly steps: readonly EngineStep[];
  /** What to install when nothing is found: whole sentences. */
  readonly advice: string;
  readonly report: Report;
}

/**
 * Takes the steps in their order until one has the engine, and reports which.
 *
 * @returns the absolute path of the executable.
 * @throws an Error that lists every step with its reason, and the advice.
 */
export async function findEngine({ engine, steps, advice, report }: EngineSearch): Promise<string> {
  const reasons: string[] = [];
  for (const step of steps) {
    const { name } = step;
    const result = await step.find();
    if ('path' in result) {
      report(`${engine}: ${result.path} (${name})`);
      return result.path;
    }
    reasons.push(`  - ${name}: ${result.reason}`);
  }
  throw new Error([`no ${engine} could be found or made:`, ...reasons, advice].join('\n'));
}
