import { percentile } from '../percentile';

/** One line of the result. */
export interface MicroFigure {
  readonly operation: string;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly samples: number;
}

export interface Timing {
  readonly operation: string;
  readonly samples: number;
  /** Calls that make up one sample, for operations that a clock cannot see; a sample is their mean. */
  readonly callsPerSample?: number;
}

/** Times an operation, one call after the other. A fifth more than the samples warms up first and is dropped. */
export async function timeOperation(
  { operation, samples, callsPerSample = 1 }: Timing,
  call: (index: number) => unknown,
): Promise<MicroFigure> {
  const timesMs: number[] = [];
  const warmUp = Math.ceil(samples / 5);
  for (let sample = 0; sample < warmUp + samples; sample++) {
    const startedAtMs = performance.now();
    for (let index = 0; index < callsPerSample; index++) await call(sample * callsPerSample + index);
    timesMs.push((performance.now() - startedAtMs) / callsPerSample);
  }
  const measured = timesMs.slice(warmUp);
  return { operation, p50Ms: percentile(measured, 0.5), p99Ms: percentile(measured, 0.99), samples };
}
