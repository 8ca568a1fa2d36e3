import { percentile } from '../percentile';

export interface IsolationResult {
  readonly seconds: number;
  readonly eventsPerSecond: number;
  readonly attemptTimeoutSeconds: number;
  /** Whether the hanging URLs are on the host of the healthy ones. */
  readonly sameHost: boolean;
  /** Milliseconds from before the publication to the receipt; one for each event, `Infinity` when there was none. */
  readonly aloneMs: readonly number[];
  readonly besideMs: readonly number[];
  readonly hanging: {
    readonly events: number;
    readonly attempts: number;
    readonly underWay: number;
  };
}

/** For the p99 beside hanging destinations, as a multiple of the one without. */
const GOAL = 1.2;

/** The result as JSON. */
export function isolationJson(result: IsolationResult): string {
  const { seconds, eventsPerSecond, attemptTimeoutSeconds, sameHost, hanging } = result;
  const circumstances = { seconds, eventsPerSecond, attemptTimeoutSeconds, sameHost };
  return JSON.stringify({ ...circumstances, ...figures(result), hanging }, undefined, 2);
}

/** The result as a table for the screen. */
export function isolationTable(result: IsolationResult): string {
  const { seconds, eventsPerSecond, attemptTimeoutSeconds, sameHost, hanging } = result;
  const { alone, beside, ratio } = figures(result);
  const row = (label: string, cells: readonly string[]) =>
    label.padEnd(42) + cells.map((cell) => cell.padStart(14)).join('');
  const times = ({ p50Ms, p99Ms, missing }: Figures) => [inMs(p50Ms), inMs(p99Ms), String(missing)];
  return [
    `${eventsPerSecond} events a second to destinations that answer, ${seconds} s alone, then ${seconds} s beside as many to`,
    `destinations that hang${sameHost ? ', all on one host' : ''}; deadline of an attempt ${attemptTimeoutSeconds} s, all else by default`,
    '',
    row('publish to receipt, healthy destinations', ['p50', 'p99', 'not arrived']),
    row('  alone', times(alone)),
    row('  beside hanging destinations', times(beside)),
    row('  ratio', [factor(ratio.p50), factor(ratio.p99)]),
    `goal: p99 at most × ${GOAL}: ${ratio.p99 <= GOAL ? 'met' : 'MISSED'}`,
    '',
    `hanging destinations: ${hanging.events} events, ${hanging.attempts} attempts, ${hanging.underWay} under way at the end`,
    '',
  ].join('\n');
}

interface Figures {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly missing: number;
}

function figures({ aloneMs, besideMs }: IsolationResult) {
  const [alone, beside] = [aloneMs, besideMs].map(figuresOf) as [Figures, Figures];
  return { alone, beside, ratio: { p50: beside.p50Ms / alone.p50Ms, p99: beside.p99Ms / alone.p99Ms } };
}

function figuresOf(latenciesMs: readonly number[]): Figures {
  return {
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
    missing: latenciesMs.filter((latency) => latency === Infinity).length,
  };
}

function inMs(ms: number): string {
  return ms === Infinity ? 'none' : `${ms.toFixed(1)} ms`;
}

function factor(value: number): string {
  return Number.isFinite(value) ? `× ${value.toFixed(2)}` : 'n/a';
}
