import type { EventOutbox, UnstartedEvent, WorkflowStarter } from './dependencies';
import { eventFacts } from './log-facts';
import { createSweep, type Sweep, type SweepDependencies } from './sweep';

interface EventSweepDependencies extends SweepDependencies {
  readonly outbox: Pick<EventOutbox, 'listUnstarted' | 'markStarted'>;
  readonly workflows: WorkflowStarter;
}

/** Starts the workflows of events that were stored but not started. */
export function createEventSweep({ outbox, workflows, ...deps }: EventSweepDependencies): Sweep {
  return createSweep<UnstartedEvent>(
    {
      name: 'events',
      list: outbox.listUnstarted,
      async start(event) {
        const result = await workflows.startDispatch(event);
        await outbox.markStarted(event.environmentId, event.eventId, deps.now().toISOString());
        return result === 'started';
      },
      factsOf: eventFacts,
    },
    deps,
  );
}
