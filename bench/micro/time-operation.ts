import { percentile } from '../percentile';

/** One line of the result. */
export interface MicroFigure {
  readonly operation: string;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly longestMs: number;
  readonly samples: number;
}

export interface Timing {
  readonly operation: string;
  readonly samples: number;
  /** Calls that make up one sample, for operations that a clock cannot see; a sample is their mean. */
  readonly callsPerSample?: number;
}

/**
 * Times an operation, one call after the other, as it is in a service that has run for a while: as many samples come first
 * and are dropped, in which V8 compiles what is called often.
 */
export async function timeOperation(
  { operation, samples, callsPerSample = 1 }: Timing,
  call: (index: number) => unknown,
): Promise<MicroFigure> {
  const timesMs: number[] = [];
  for (let sample = 0; sample < 2 * samples; sample++) {
    const startedAtMs = performance.now();
    for (let index = 0; index < callsPerSample; index++) await call(sample * callsPerSample + index);
    timesMs.push((performance.now() - startedAtMs) / callsPerSample);
  }
  const measured = timesMs.slice(samples);
  return {
    operation,
    p50Ms: percentile(measured, 0.5),
    p99Ms: percentile(measured, 0.99),
    longestMs: Math.max(...measured),
    samples,
  };
}
