/** `bare`: the workflows alone. The others are the service, named after who makes a delivery's first attempt. */
export type ShapeName = 'bare' | 'delivery' | 'event';

/** A way to bring events to their destinations, in processes of its own. */
export interface Shape {
  readonly name: ShapeName;
  /** Of the processes that do the work now, engine and database apart. */
  pids(): readonly number[];
  /** Hands one event over. @throws Error when it is not taken. */
  publish(eventId: string): Promise<void>;
  /** The workflow of an event; its children deliver. */
  parentWorkflowId(eventId: string): string;
}
