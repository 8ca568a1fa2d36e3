/**
 * Types of the events that the service itself causes. No producer can publish them, no trigger can ask for them, and
 * what becomes of their deliveries causes no other one. Source: docs/decisions.md D75.
 */
export const SERVICE_EVENT_TYPES = ['destination_failing', 'destination_recovered'] as const;
export type ServiceEventType = (typeof SERVICE_EVENT_TYPES)[number];

/** Their meaning, for receivers. */
export const SERVICE_EVENTS: readonly { readonly name: ServiceEventType; readonly description: string }[] = [
  { name: 'destination_failing', description: 'Deliveries to a host have failed for good.' },
  { name: 'destination_recovered', description: 'A host that failed has accepted a notification again.' },
];

export function isServiceEventType(name: string): name is ServiceEventType {
  return SERVICE_EVENT_TYPES.some((type) => type === name);
}
