import { isJsonObject } from '../json/walk-json';

/** What a subject may look like: 1 to 255 characters, none of them a control character or half of a surrogate pair. */
export const SUBJECT_PATTERN = /^[^\p{Cc}\p{Cs}]{1,255}$/u;

/** Whether a text can be the subject of an event. Databases differ in how they treat other texts. */
export function isSubject(text: unknown): text is string {
  return typeof text === 'string' && SUBJECT_PATTERN.test(text);
}

/**
 * Finds what an event is about: the public id of its asset, or of the first one if it has several, or the path of its
 * folder. A renamed or moved subject has its new name.
 *
 * @param payload as the producer posted it.
 * @returns `undefined` when the payload names none, or one that is longer than 255 characters.
 */
export function eventSubject(payload: Readonly<Record<string, unknown>>): string | undefined {
  const named = [
    payload.public_id,
    payload.to_public_id,
    ...firstResource(payload.resources),
    payload.folder_path,
    payload.to_path,
  ];
  return named.find(isSubject);
}

/** Some types list their resources in an array, others in a map by public id. */
function firstResource(resources: unknown): readonly unknown[] {
  if (isJsonObject(resources)) return Object.keys(resources).slice(0, 1);
  const first: unknown = Array.isArray(resources) ? resources[0] : undefined;
  return isJsonObject(first) ? [first.public_id, first.to_public_id] : [];
}
