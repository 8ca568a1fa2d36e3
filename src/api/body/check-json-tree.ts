import { DomainError } from '../../domain/errors';
import { shorten } from '../show-value';

/** Containers within containers, the outermost one counted. */
const MAX_DEPTH = 64;

interface Container {
  readonly value: object;
  readonly depth: number;
  readonly key: string;
  readonly parent: Container | undefined;
}

/**
 * Refuses what parses as JSON but would break later: trees that overflow the stack of recursive code, keys that change
 * an object's prototype when copied, numbers too great to be written again. Works without recursion itself.
 *
 * @throws DomainError `invalid_request` naming the place.
 */
export function checkJsonTree(root: unknown): void {
  const pending: Container[] = isContainer(root)
    ? [{ value: root, depth: 1, key: '', parent: undefined }]
    : [];
  for (let container = pending.pop(); container; container = pending.pop()) {
    if (container.depth > MAX_DEPTH) throw tooDeep(container);
    for (const [key, value] of Object.entries(container.value)) {
      if (key === '__proto__') throw forbiddenKey(container);
      if (value === Infinity || value === -Infinity) throw outOfRange(container, key);
      if (isContainer(value)) pending.push({ value, depth: container.depth + 1, key, parent: container });
    }
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Says only what kind of value it is: printing one that deep would itself overflow the stack. */
function tooDeep(container: Container): DomainError {
  const kind = Array.isArray(container.value) ? 'array' : 'object';
  return new DomainError(
    'invalid_request',
    `${pathOf(container)}: got an ${kind} inside ${MAX_DEPTH} others, expected at most ${MAX_DEPTH} inside each other`,
  );
}

function forbiddenKey(container: Container): DomainError {
  return new DomainError(
    'invalid_request',
    `${pathOf(container)}: got the key "__proto__", expected no key of this name`,
  );
}

function outOfRange(container: Container, key: string): DomainError {
  const path = pathOf({ value: {}, depth: 0, key, parent: container });
  return new DomainError(
    'invalid_request',
    `${path}: got a number beyond ${Number.MAX_VALUE}, expected one that fits a double`,
  );
}

function pathOf(container: Container): string {
  const keys: string[] = [];
  for (let here = container; here.parent; here = here.parent) keys.unshift(here.key);
  return shorten(keys.join('.')) || 'request body';
}
