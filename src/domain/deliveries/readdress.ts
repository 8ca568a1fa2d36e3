import type { Delivery } from './delivery';
import type { Event } from '../events/event';
import type { Destination } from '../events/match-triggers';
import { notificationPayload } from '../events/notification-body';
import { bodyRenderer } from '../events/render-body';

/** What of a delivery is replaced when it is readdressed: its id, its triggers and its attempts stay. */
export type Readdressing = Pick<
  Delivery,
  | 'uri'
  | 'authScheme'
  | 'successStatuses'
  | 'payloadTemplate'
  | 'body'
  | 'bodyKind'
  | 'templateFallback'
  | 'note'
>;

/** Renders a delivery's notification for another destination, with the delivery's own signing key. */
export function readdress(
  { signatureKey, attemptCount, uri }: Delivery,
  event: Event,
  destination: Destination,
): Readdressing {
  const render = bodyRenderer(event, notificationPayload(event, signatureKey));
  return {
    uri: destination.uri,
    authScheme: destination.authScheme,
    successStatuses: destination.successStatuses,
    payloadTemplate: destination.payloadTemplate,
    ...render(destination.payloadTemplate),
    note: `from attempt ${attemptCount + 1} on as its trigger is now; before, it was for ${uri}`,
  };
}
