interface EventTypeLike {
  readonly name: string;
  readonly description: string;
  readonly bodyShape?: string;
  readonly keyOrder?: readonly string[];
}

export function notificationTypes(eventTypes: readonly EventTypeLike[], bodies: readonly object[]): string;
export function notificationSamples(eventTypes: readonly EventTypeLike[], bodies: readonly object[]): string;
export function readBodies(folder: string): readonly object[];
