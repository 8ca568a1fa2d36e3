import { chooseSigningKey, type SigningCandidate } from './signing-key';

/**
 * What an owner of access keys should know about who signs. Source: docs/decisions.md D16, D24.
 *
 * @param deletedDedicatedKey a key that was deleted while it was dedicated to webhooks, and not replaced since.
 * @returns nothing when the key that signs is the one that the owner means.
 */
export function signingWarnings(
  keys: readonly SigningCandidate[],
  deletedDedicatedKey: string | undefined,
): readonly string[] {
  const signing = chooseSigningKey(keys);
  if (!signing) return ['no access key is enabled: notifications cannot be signed, and their attempts fail'];
  const disabled = keys.find((key) => key.dedicatedForWebhooks && !key.enabled);
  const instead = `notifications are signed with ${signing.apiKey}, the oldest enabled key`;
  if (disabled) return [`access key ${disabled.apiKey} is dedicated to webhooks but disabled: ${instead}`];
  if (deletedDedicatedKey === undefined) return [];
  return [`access key ${deletedDedicatedKey}, dedicated to webhooks, was deleted: ${instead}`];
}
