import { formsOf, type SecretForm } from './secret-forms';

export type PlaceKind =
  | 'database'
  | 'log'
  | 'command output'
  | 'API answer'
  | 'metrics'
  | 'Temporal'
  | 'Temporal database'
  | 'received by customers';

/** Where a secret could have got to. */
export interface Place {
  readonly kind: PlaceKind;
  readonly name: string;
  readonly bytes: Buffer;
  /** Of an API answer: the operation, and the request itself. */
  readonly operationId?: string | undefined;
  readonly asked?: string;
}

/** Something that is looked for. */
export interface Canary {
  readonly name: string;
  readonly secret: Buffer;
  /** Where it belongs; by default nowhere. */
  readonly mayBeIn?: (place: Place) => boolean;
}

/** Shorter ones would be found by chance. */
const MIN_BYTES = 16;

/** @returns a line for every canary and form that is where it must not be. */
export function leaksIn(places: readonly Place[], canaries: readonly Canary[]): readonly string[] {
  return canaries.flatMap((canary) => {
    if (canary.secret.length < MIN_BYTES)
      throw new Error(`canary "${canary.name}" is too short to be recognised`);
    const forms = formsOf(canary.secret);
    const forbidden = places.filter((place) => !canary.mayBeIn?.(place));
    return forbidden.flatMap((place) =>
      forms.filter(({ bytes }) => place.bytes.includes(bytes)).map((form) => leak(canary, place, form)),
    );
  });
}

function leak(canary: Canary, { kind, name, bytes }: Place, form: SecretForm): string {
  const at = bytes.indexOf(form.bytes);
  // Without the secret itself, which would then be in the log of the tests.
  const before = bytes.subarray(Math.max(0, at - 80), at).toString('utf8');
  return `${canary.name} is in ${kind}, ${name}, ${form.name}, after …${before}`;
}

/** @returns the kinds of places in none of which the marker is. */
export function kindsWithout(places: readonly Place[], marker: string): readonly PlaceKind[] {
  const forms = formsOf(Buffer.from(marker));
  const found = places.filter(({ bytes }) => forms.some((form) => bytes.includes(form.bytes)));
  const kinds = new Set(found.map(({ kind }) => kind));
  return [...new Set(places.map(({ kind }) => kind))].filter((kind) => !kinds.has(kind));
}
