/** A way to bring events to their destinations, in a process of its own. */
export interface Shape {
  readonly name: 'product' | 'bare';
  /** Of the processes that do the work now, engine apart. */
  pids(): readonly number[];
  /** Hands one event over. @throws Error when it is not taken. */
  publish(eventId: string): Promise<void>;
  /** The workflow of an event; its children deliver. */
  parentWorkflowId(eventId: string): string;
}
