/**
 * Where the first attempts of an event's deliveries are made: each in the workflow of its delivery, or those that are
 * quick in the event's own. Source: docs/decisions.md D36.
 */
export const FIRST_ATTEMPT_SHAPES = ['delivery', 'event'] as const;
export type FirstAttemptShape = (typeof FIRST_ATTEMPT_SHAPES)[number];
