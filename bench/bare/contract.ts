/* Names, inputs and results of the bare shape: as small as the product's. */

export const BARE_TASK_QUEUE = 'bench-bare';
export const BARE_EVENT = 'bareEvent';
export const BARE_CLOUD_NAME = 'bare';
export const BARE_EVENT_TYPE = 'upload';

export function bareEventWorkflowId(eventId: string): string {
  return `bare-event/${eventId}`;
}

export interface BareEventInput {
  readonly eventId: string;
}

export interface BareDestination {
  readonly deliveryId: string;
  readonly destinationLabel: string;
  readonly destinationHost: string;
}

/** One delivery: the event, and which of the destinations. */
export interface BareDeliveryInput {
  readonly eventId: string;
  readonly deliveryId: string;
  readonly index: number;
}

export interface BareActivities {
  resolve(input: BareEventInput): Promise<readonly BareDestination[]>;
  post(input: BareDeliveryInput): Promise<{ readonly httpStatus: number }>;
}

/** From the load generator to the worker's process. */
export interface StartRequest {
  readonly eventId: string;
}

/** Back from it: it works, or one event was started, or could not be. */
export type WorkerReport = 'ready' | { readonly eventId: string; readonly fault?: string };
