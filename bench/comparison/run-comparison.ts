import { startArena } from '../arena/arena';
import { circumstancesOf, inWords } from '../circumstances';
import type { RunContext, RunResult } from '../run-context';
import { withOwnClosing } from '../with-own-closing';
import { measure } from './measure';
import { comparisonNotes, comparisonTable } from './report';
import { summarize, type ComparisonSummary } from './summary';

/** Measures all shapes for each number of destinations, and says what came of it. */
export async function runComparison(context: RunContext): Promise<RunResult> {
  const { options, report } = context;
  const summaries: ComparisonSummary[] = [];
  for (const destinations of options.destinations) {
    const shapes = await withOwnClosing(context, async (own) =>
      measure({ ...(await startArena(own, destinations)), options, report }),
    );
    summaries.push(summarize({ destinations, shapes }));
    if (options.destinations.length > 1) report(`\n${comparisonTable(summaries)}`);
  }
  const circumstances = circumstancesOf(options);
  const { inFlight, events, latencyEvents, rounds } = options;
  const load = `${events} + ${latencyEvents} events of each shape, ${inFlight} events in flight, ${rounds} rounds`;
  const markdown = [
    `${inWords(circumstances)}; ${load}.`,
    '',
    comparisonTable(summaries),
    comparisonNotes(summaries),
  ].join('\n');
  return {
    json: { ...circumstances, inFlight, events, latencyEvents, rounds, results: summaries },
    markdown,
    lost: summaries.flatMap(({ shapes }) => shapes).reduce((sum, { lost }) => sum + lost, 0),
  };
}
