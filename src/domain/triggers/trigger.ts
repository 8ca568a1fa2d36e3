import { ALL_EVENTS } from '../events/event-types';
import { isServiceEventType } from '../events/service-events';
import type { UriType } from '../poll/poll-url';

/** Which signature headers a delivery carries. Source: docs/contract.md §5.3. */
export const AUTH_SCHEMES = ['default', 'legacy_hmac', 'eddsa_v2'] as const;
export type AuthScheme = (typeof AUTH_SCHEMES)[number];

/**
 * Which answers of a receiver accept a notification: 200 alone, the contract, or any from 200 to 299.
 * Source: docs/decisions.md D18.
 */
export const SUCCESS_STATUSES = ['200', '2xx'] as const;
export type SuccessStatuses = (typeof SUCCESS_STATUSES)[number];

/** A JSON tree with Mustache templates as its string leaves. */
export type PayloadTemplate = { readonly [key: string]: unknown };

/** A JSONLogic expression: an object with exactly one operator. */
export type Filter = { readonly [operator: string]: unknown };

/** Pairs one event type (or `all`) with one destination. */
export interface Trigger {
  readonly id: string;
  readonly environmentId: string;
  /** Follows from the URL. */
  readonly uriType: UriType;
  readonly uri: string;
  readonly eventType: string;
  /** Fires even when the request carries its own `notification_url`. */
  readonly additive: boolean;
  readonly authScheme: AuthScheme;
  readonly successStatuses: SuccessStatuses;
  readonly filter: Filter | undefined;
  readonly payloadTemplate: PayloadTemplate | undefined;
  /** ISO text, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Whether a trigger asks for events of a type. No trigger can ask for the service's own events. */
export function isSubscribedTo({ eventType }: Pick<Trigger, 'eventType'>, type: string): boolean {
  return (eventType === type || eventType === ALL_EVENTS) && !isServiceEventType(type);
}
