import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface Cost {
  readonly timeMs: number;
  readonly allocatedBytes: number;
}

const REPEATS = 9;
/** No other run will bring it down to what is allowed. */
const HOPELESS_MS = 500;
/** Far below what fits into the young generation that the process is started with. */
const MAX_GARBAGE_BYTES = 100_000_000;

/**
 * Measures what one call costs when the code is warm. The time is the least of several runs, each the lesser of the
 * clock's and the processor's time, because whatever else the machine does only adds to them. Allocation is the most
 * that heap and external memory grew by during a run, garbage included: in a process whose young generation is large,
 * nothing is collected meanwhile.
 *
 * A call that is far from remarkable at its first run is not repeated.
 */
export class Meter {
  private readonly collect = collector();
  private floorBytes = 0;

  constructor() {
    this.clean();
  }

  measure(run: () => unknown, isRemarkable: (cost: Cost) => boolean): Cost {
    let cost = this.measureOnce(run);
    if (!isRemarkable(cost)) return cost;
    for (let repeat = 1; repeat < REPEATS && cost.timeMs < HOPELESS_MS; repeat++) {
      const again = this.measureOnce(run);
      cost = {
        timeMs: Math.min(cost.timeMs, again.timeMs),
        allocatedBytes: Math.max(cost.allocatedBytes, again.allocatedBytes),
      };
    }
    return cost;
  }

  private measureOnce(run: () => unknown): Cost {
    const beforeBytes = this.usedAfterCleaning();
    const startedAtMs = performance.now();
    const startedAtCpu = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(startedAtCpu);
    const timeMs = Math.min(performance.now() - startedAtMs, (user + system) / 1000);
    return { timeMs, allocatedBytes: Math.max(0, usedBytes() - beforeBytes) };
  }

  private usedAfterCleaning(): number {
    if (usedBytes() - this.floorBytes > MAX_GARBAGE_BYTES) this.clean();
    return usedBytes();
  }

  private clean(): void {
    this.collect();
    this.floorBytes = usedBytes();
  }
}

function usedBytes(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

/** Collects the young generation only: all else is the payloads, which stay. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void;
  return () => collect({ type: 'minor' });
}
