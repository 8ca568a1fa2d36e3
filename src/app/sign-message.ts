import { withCurrentSigningKey, type SigningSources } from '../activities/with-current-signing-key';
import type { SignedMessage } from '../api/messages/routes';
import type { ReplacedBody } from '../domain/deliveries/attempt';
import type { ClaimedMessage } from '../domain/poll/poll-message';
import { notificationHeaders } from '../signing/notification-headers';

interface Dependencies extends SigningSources {
  readonly messages: { replaceBody(deliveryId: string, replacedBody: ReplacedBody): Promise<void> };
  /** Names this software and its version. */
  readonly userAgent: string;
  readonly now: () => Date;
}

/** Signs what a client has claimed as an attempt would: a notification is the same, however it is fetched. */
export function createMessageSigner({ messages, userAgent, now, ...sources }: Dependencies) {
  return async ({ delivery: stored, claims }: ClaimedMessage): Promise<SignedMessage> => {
    const { delivery, material, replacedBody } = await withCurrentSigningKey(sources, stored);
    if (replacedBody) await messages.replaceBody(delivery.id, replacedBody);
    const { id, authScheme, body } = delivery;
    const timestampSeconds = Math.floor(now().getTime() / 1000);
    const sent = { id, authScheme, body, timestampSeconds, attemptInRun: claims, userAgent };
    return { body, headers: notificationHeaders(sent, material) };
  };
}
