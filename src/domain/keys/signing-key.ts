import type { SignatureAlgorithm } from './product-environment';
import type { Role } from './role';

/** An access key as far as it decides who signs. */
export interface SigningCandidate {
  readonly apiKey: string;
  readonly enabled: boolean;
  readonly dedicatedForWebhooks: boolean;
  /** ISO text, UTC. */
  readonly createdAt: string;
}

/**
 * Chooses the access key that signs: the one dedicated to webhooks if it is enabled, else the oldest enabled one.
 * Source: docs/decisions.md D16.
 *
 * @returns `undefined` when no key is enabled.
 */
export function chooseSigningKey<Key extends SigningCandidate>(keys: readonly Key[]): Key | undefined {
  const enabled = keys.filter((key) => key.enabled);
  return (
    enabled.find((key) => key.dedicatedForWebhooks) ??
    enabled.reduce<Key | undefined>(
      (oldest, key) => (oldest && isOlder(oldest, key) ? oldest : key),
      undefined,
    )
  );
}

function isOlder(a: SigningCandidate, b: SigningCandidate): boolean {
  return a.createdAt === b.createdAt ? a.apiKey < b.apiKey : a.createdAt < b.createdAt;
}

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

/** An access key that may sign, as people know it. */
interface NamedSigningCandidate extends SigningCandidate {
  readonly name: string;
  readonly role: Role;
}

/** An Ed25519 pair, without its keys. The newest one that is published signs. */
interface SigningPair {
  readonly kid: string;
  readonly isPublished: boolean;
  /** ISO text, UTC; it signs from then on. */
  readonly createdAt: string;
}

/** Who signs a product environment's notifications, and who could. */
export interface SigningChoice {
  readonly algorithm: SignatureAlgorithm;
  /** Oldest first. */
  readonly candidates: readonly NamedSigningCandidate[];
  /** One that was deleted while it was dedicated to webhooks, and not replaced since. */
  readonly deletedDedicatedKey: string | undefined;
  /** Newest first. */
  readonly pairs: readonly SigningPair[];
}

/** The secrets and settings that sign one attempt. A secret that the scheme does not use may be absent. */
export interface SigningMaterial {
  readonly apiSecret: string | undefined;
  readonly algorithm: SignatureAlgorithm;
  readonly ed25519PrivateKeyPem: string | undefined;
}

/** Who may sign a product environment's notifications, read at one moment. */
export interface Signers {
  readonly candidates: readonly SigningCandidate[];
  /** Counts the changes of the environment's triggers: by it, whoever keeps triggers knows whether they changed. */
  readonly triggersVersion: number;
  /** Returns the material for a key, without the secret if the key is disabled or is none of these. */
  materialOf(apiKey: string | undefined): SigningMaterial;
}
