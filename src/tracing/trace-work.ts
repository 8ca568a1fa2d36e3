import type { AttemptedDelivery, RecordedAttempt } from '../domain/deliveries/delivery';
import type { Event, PostedContent, Publication } from '../domain/events/event';
import type { EventResolution } from '../domain/events/event-record';
import type { OperationStep } from '../domain/operations/operation-step';
import { formatTraceparent, type SpanContext } from '../domain/traces/span-context';
import type { TraceExporter } from './spans';
import { acceptanceSpan, attemptSpans, postSpan, resolutionSpan } from './spans';

interface Clocked {
  readonly exporter: TraceExporter;
  readonly now: () => Date;
}

interface Intake<Answer> {
  publish(event: Event, cloudName: string, content: PostedContent, producer?: SpanContext): Promise<Answer>;
  publishMany(
    publications: readonly Publication[],
    cloudName: string,
    producer?: SpanContext,
  ): Promise<readonly Answer[]>;
}

/** Reports the acceptance of events that are new. One that is sent again has its trace from the first time. */
export function traceIntake<Answer extends string>(
  intake: Intake<Answer>,
  { exporter, now }: Clocked,
): Intake<Answer> {
  const at = () => now().toISOString();
  function report(answer: Answer | undefined, event: Event, startedAt: string, producer?: SpanContext): void {
    if (answer !== 'accepted') return;
    exporter.report(acceptanceSpan(event, { startedAt, endedAt: at(), producer }));
  }
  return {
    async publish(event, cloudName, content, producer) {
      const startedAt = at();
      const answer = await intake.publish(event, cloudName, content, producer);
      report(answer, event, startedAt, producer);
      return answer;
    },
    async publishMany(publications, cloudName, producer) {
      const startedAt = at();
      const answers = await intake.publishMany(publications, cloudName, producer);
      publications.forEach(({ event }, index) => report(answers[index], event, startedAt, producer));
      return answers;
    },
  };
}

interface AdvancedOperations<Asked extends readonly unknown[], Step extends Pick<OperationStep, 'events'>> {
  advance(...asked: Asked): Promise<Step | undefined>;
}

/** Reports the events that operations emit as accepted: nobody posts them. */
export function traceOperations<Asked extends readonly unknown[], Step extends Pick<OperationStep, 'events'>>(
  { advance }: AdvancedOperations<Asked, Step>,
  { exporter, now }: Clocked,
): AdvancedOperations<Asked, Step> {
  return {
    async advance(...asked) {
      const startedAt = now().toISOString();
      const step = await advance(...asked);
      const endedAt = now().toISOString();
      for (const event of step?.events ?? []) {
        exporter.report(acceptanceSpan(event, { startedAt, endedAt, producer: undefined }));
      }
      return step;
    },
  };
}

/** What activities say of their work, as spans. */
export function workTracing(exporter: TraceExporter) {
  return {
    eventResolved(event: Event, resolution: EventResolution, startedAt: string): void {
      exporter.report(resolutionSpan(event, resolution, startedAt));
    },

    attemptRecorded(recorded: RecordedAttempt): void {
      const { event } = recorded.delivery;
      if (event) for (const span of attemptSpans(recorded, event)) exporter.report(span);
    },

    /** The header `traceparent` of an attempt; `undefined` when nothing is known of its event. */
    traceparentOf(delivery: AttemptedDelivery, attemptNumber: number): string | undefined {
      if (!delivery.event) return undefined;
      const span = postSpan(delivery, delivery.event, attemptNumber);
      return formatTraceparent(span, exporter.isSampled(span.traceId));
    },
  };
}
