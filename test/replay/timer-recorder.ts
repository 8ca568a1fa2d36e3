import { proxySinks } from '@temporalio/workflow';
import type { Sinks, WorkflowInterceptorsFactory } from '@temporalio/workflow';

/** Where a replay reports the timers that the workflow starts: the server's replay does not compare durations. */
export interface TimerSinks extends Sinks {
  timers: { started(durationMs: number): void };
}

const { timers } = proxySinks<TimerSinks>();

export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      async startTimer(input, next) {
        timers.started(input.durationMs);
        return next(input);
      },
    },
  ],
});
