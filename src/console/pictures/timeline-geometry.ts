/** What happened to a delivery, and what will. Times in milliseconds since the epoch. */
export interface TimelineFacts {
  readonly attempts: readonly {
    readonly number: number;
    readonly startedAtMs: number;
    readonly durationMs: number;
  }[];
  readonly planned: readonly { readonly number: number; readonly atMs: number }[];
  /** Number of each run's first attempt. */
  readonly runs: readonly number[];
  readonly interventions: readonly { readonly atMs: number }[];
  readonly nowMs: number;
  /** Whether the first planned attempt is under way, and so is no wait. */
  readonly isSending: boolean;
}

interface Block {
  readonly number: number;
  readonly x: number;
  readonly width: number;
  readonly isPlanned: boolean;
}

interface Wait {
  readonly x: number;
  readonly width: number;
  readonly ms: number;
  /** Number of the run that begins after it. */
  readonly beginsRun: number | undefined;
}

/** Where everything lies, in pixels from the left. */
export interface TimelineLayout {
  readonly width: number;
  readonly blocks: readonly Block[];
  readonly waits: readonly Wait[];
  /** In the order of the interventions. */
  readonly marks: readonly number[];
  readonly nowX: number;
}

const MARGIN = 12;
const MIN_BLOCK = 52;
const WAIT = 76;
const PLANNED_BLOCK = 52;

/** By the logarithm: 40 ms and 20 s are both to be seen. */
function blockWidth(durationMs: number): number {
  return Math.round(MIN_BLOCK + 9 * Math.log10(1 + durationMs / 10));
}

/** A span of time, and where it lies. */
interface Piece {
  readonly fromMs: number;
  readonly toMs: number;
  readonly x: number;
  readonly width: number;
}

/**
 * Lays a delivery out on a broken axis: attempts as wide as the logarithm of what they took, waits all alike, however long.
 */
export function layOutTimeline(facts: TimelineFacts): TimelineLayout {
  const runOf = (number: number) => facts.runs.indexOf(number);
  const blocks: Block[] = [];
  const waits: Wait[] = [];
  const pieces: Piece[] = [];
  let x = MARGIN;
  let endMs: number | undefined;

  const add = (width: number, [fromMs, toMs]: readonly [number, number]) => {
    pieces.push({ fromMs, toMs, x, width });
    x += width;
    endMs = toMs;
    return x - width;
  };
  const wait = (number: number, untilMs: number) => {
    if (endMs === undefined) return;
    const ms = Math.max(0, untilMs - endMs);
    const run = runOf(number);
    const from = add(WAIT, [endMs, Math.max(endMs, untilMs)]);
    waits.push({ x: from, width: WAIT, ms, beginsRun: run > 0 ? run + 1 : undefined });
  };

  for (const { number, startedAtMs, durationMs } of facts.attempts) {
    wait(number, startedAtMs);
    const width = blockWidth(durationMs);
    blocks.push({ number, width, isPlanned: false, x: add(width, [startedAtMs, startedAtMs + durationMs]) });
  }
  facts.planned.forEach(({ number, atMs }, index) => {
    const isUnderWay = facts.isSending && index === 0;
    const startMs = isUnderWay ? Math.min(atMs, facts.nowMs) : atMs;
    wait(number, startMs);
    const untilMs = isUnderWay ? Math.max(startMs, facts.nowMs) : startMs;
    blocks.push({ number, width: PLANNED_BLOCK, isPlanned: true, x: add(PLANNED_BLOCK, [startMs, untilMs]) });
  });

  const at = (ms: number) => placeOf(ms, pieces, x);
  return {
    width: x + MARGIN,
    blocks,
    waits,
    marks: facts.interventions.map(({ atMs }) => at(atMs)),
    nowX: at(facts.nowMs),
  };
}

/** Where an instant lies: in its span by the part of it that is over, before the first one and after the last at their ends. */
function placeOf(ms: number, pieces: readonly Piece[], end: number): number {
  const piece = pieces.find(({ toMs }) => ms < toMs);
  if (!piece) return end;
  const span = Math.max(1, piece.toMs - piece.fromMs);
  return piece.x + piece.width * Math.min(1, Math.max(0, (ms - piece.fromMs) / span));
}
