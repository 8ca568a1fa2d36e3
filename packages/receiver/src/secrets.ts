/** One secret, several while rotating, or those of each access key by its API key, `signature_key` in a body. */
export type Secrets =
  string | readonly string[] | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface Secret {
  readonly text: string;
  /** API key that it belongs to, when the options say so. */
  readonly key: string | undefined;
}

/** @throws TypeError that names a secret which is missing, empty or surrounded by white space. */
export function listSecrets(secrets: Secrets | undefined): readonly Secret[] {
  if (secrets === undefined) return [];
  if (typeof secrets === 'string' || Array.isArray(secrets)) return secretsOf('secrets', undefined, secrets);
  return Object.entries(secrets).flatMap(([key, given]) => secretsOf(`secrets.${key}`, key, given));
}

function secretsOf(field: string, key: string | undefined, given: unknown): readonly Secret[] {
  return [given].flat().map((text: unknown) => {
    if (typeof text !== 'string' || text === '') {
      throw new TypeError(`${field}: got ${text === '' ? '""' : typeof text}, expected an API secret`);
    }
    if (text.trim() !== text) throw new TypeError(`${field}: got white space around it, expected none`);
    return { text, key };
  });
}
