import { walkJson, shortJson } from '../../../domain/json/json-values';

/** A place that can be read, as filters and templates write it. */
export interface ReadablePath {
  readonly path: string;
  /** JSON text of its value, shortened. */
  readonly value: string;
}

const MAX_PATHS = 500;
const MAX_VALUE_CHARACTERS = 40;
/** Names that a dotted path can have. */
const NAME = /^[\w-]+$/;

/** Every place of a JSON document that a dotted path leads to. Of a list, only its first element. */
export function readablePaths(document: unknown): readonly ReadablePath[] {
  const paths: ReadablePath[] = [];
  for (const { pointer, value } of walkJson(document)) {
    if (paths.length === MAX_PATHS) break;
    const names = pointer.split('/').slice(1);
    const isReadable = names.every((name) => NAME.test(name) && !/^[1-9]/.test(name));
    if (names.length > 0 && isReadable) {
      paths.push({ path: names.join('.'), value: shortJson(value, MAX_VALUE_CHARACTERS) });
    }
  }
  return paths;
}
