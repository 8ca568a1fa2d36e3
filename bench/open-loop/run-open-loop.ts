import { startArena, type Arena } from '../arena/arena';
import { circumstancesOf, inWords } from '../circumstances';
import { warmUp } from '../comparison/measure';
import { publishAtRate, type LoadTarget, type RateResult } from '../load';
import { showProgress } from '../progress';
import { inTurn } from '../rounds';
import type { RunContext, RunResult } from '../run-context';
import { untilNoWorkflowRuns } from '../settle';
import { withOwnClosing } from '../with-own-closing';
import {
  openLoopTable,
  summarizeOpenLoop,
  type OpenLoopResult,
  type OpenLoopSummary,
} from './open-loop-report';

/** Measures how late receipts are at a fixed rate of events, for each number of destinations. */
export async function runOpenLoop(context: RunContext): Promise<RunResult> {
  const { options } = context;
  const summaries: OpenLoopSummary[] = [];
  for (const destinations of options.destinations) {
    const results = await withOwnClosing(context, async (own) =>
      measureAtRate(own, await startArena(own, destinations), destinations),
    );
    summaries.push(...results.map(summarizeOpenLoop));
  }
  const circumstances = circumstancesOf(options);
  const { eventsPerSecond, seconds, rounds } = options;
  const load = `${eventsPerSecond} events/s for ${seconds} s, ${rounds} rounds of each shape`;
  const markdown = [`${inWords(circumstances)}; ${load}.`, '', openLoopTable(summaries), NOTE].join('\n');
  return {
    json: { ...circumstances, eventsPerSecond, seconds, rounds, results: summaries },
    markdown,
    lost: summaries.reduce((sum, { lost }) => sum + lost, 0),
  };
}

const NOTE = [
  'Latency: from when an event was due, whether or not it could be handed over then, to each receipt. "generator late by":',
  'how long the load generator itself kept an event; where that is large, the machine lacks cores for both.',
  '',
].join('\n');

async function measureAtRate(
  { options, report }: RunContext,
  { platform, targets }: Arena,
  destinations: number,
): Promise<readonly OpenLoopResult[]> {
  const { eventsPerSecond, seconds, rounds } = options;
  await warmUp({ platform, targets, options, report });
  const measured = new Map<LoadTarget, Measured>(targets.map((target) => [target, { rates: [], ids: [] }]));
  let part = '';
  const delivered = () => targets.map(({ shape, ledger }) => `${shape.name} ${ledger.delivered}`).join(', ');
  const endProgress = showProgress(report, () => `${part}; deliveries so far: ${delivered()}`);
  try {
    const parts = { rounds, events: rounds * eventsPerSecond * seconds, prefix: 'open-loop' };
    await inTurn(targets, parts, async (target, { title, eventIds }) => {
      part = title;
      const rate = await publishAtRate(target, eventIds, eventsPerSecond);
      await untilNoWorkflowRuns(platform.engine.client);
      measured.get(target)?.rates.push(rate);
      measured.get(target)?.ids.push(...eventIds);
      report(`${title}: done`);
    });
  } finally {
    endProgress();
  }
  return [...measured].map(([target, each]) => resultOf(target, each, destinations));
}

interface Measured {
  readonly rates: RateResult[];
  readonly ids: string[];
}

function resultOf(
  { shape, ledger }: LoadTarget,
  { rates, ids }: Measured,
  destinations: number,
): OpenLoopResult {
  return {
    destinations,
    name: shape.name,
    latenciesMs: ledger.latenciesMs(ids),
    lost: ledger.lost,
    duplicated: ledger.duplicated,
    refused: rates.reduce((sum, { refusals }) => sum + refusals.length, 0),
    latestMs: Math.max(...rates.map(({ latestMs }) => latestMs)),
  };
}
