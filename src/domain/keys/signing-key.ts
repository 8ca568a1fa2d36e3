/** An access key as far as it decides who signs. */
export interface SigningCandidate {
  readonly apiKey: string;
  readonly enabled: boolean;
  readonly dedicatedForWebhooks: boolean;
  /** ISO text, UTC. */
  readonly createdAt: string;
}

/**
 * Chooses the access key whose secret signs: the one dedicated to webhooks if it is enabled, else
 * the oldest enabled one. Source: docs/decisions.md D16.
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
