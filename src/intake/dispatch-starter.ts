import type { Logger } from '../logger';
import { createBackgroundStarts, type BackgroundStarts } from './background-starts';
import type { UnstartedEvent, WorkflowStarter } from './dependencies';
import { eventFacts } from './log-facts';

/** Starts events' workflows in the background. */
export type DispatchStarter = BackgroundStarts<UnstartedEvent>;

export function createDispatchStarter(workflows: WorkflowStarter, logger: Logger): DispatchStarter {
  const start = async (event: UnstartedEvent) => void (await workflows.startDispatch(event));
  return createBackgroundStarts({ start, factsOf: eventFacts }, logger);
}
