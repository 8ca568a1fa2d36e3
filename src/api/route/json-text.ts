import { DomainError, type ErrorCode } from '../../domain/errors';
import { describeJsonFault } from '../../domain/json/find-json-fault';
import { isExactNumber, shorten } from '../../domain/json/json-values';
import { MAX_SHOWN_LENGTH } from './parse';

/**
 * Reads JSON that somebody else wrote.
 *
 * @param what named by the error, for example `filter`.
 * @throws DomainError `code` for what is not JSON, `invalid_request` for a tree that `check` refuses.
 */
export function parseJsonText(
  what: string,
  text: string,
  code: ErrorCode = 'invalid_request',
  check: (tree: unknown) => void = checkJsonTree,
): unknown {
  const value = parsed(what, text, code);
  check(value);
  return value;
}

function parsed(what: string, text: string, code: ErrorCode): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DomainError(code, `${what}: ${describeJsonFault(text)}`, { cause });
  }
}

/** Containers within containers, the outermost one counted. */
const MAX_DEPTH = 64;

interface Container {
  readonly value: object;
  readonly depth: number;
  /** Place among the values of the parent. */
  readonly index: number;
  readonly parent: Container | undefined;
}

/**
 * Refuses JSON that would break later. That is a tree that overflows the stack of recursive code, a key that changes an
 * object's prototype when copied, or a number that would not be written again as it came. Works without recursion
 * itself.
 *
 * @param within where the tree stands in the body when it is a part of it, for example `events.3`.
 * @throws DomainError `invalid_request` naming the place.
 */
export function checkJsonTree(root: unknown, within?: string): void {
  const pending: Container[] = isContainer(root)
    ? [{ value: root, depth: 1, index: 0, parent: undefined }]
    : [];
  for (let container = pending.pop(); container; container = pending.pop()) {
    if (container.depth > MAX_DEPTH) throw tooDeep(container, within);
    if (Object.hasOwn(container.value, '__proto__')) throw forbiddenKey(container, within);
    const values = valuesOf(container.value);
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index];
      if (typeof value === 'number' && !isExactNumber(value)) throw wouldChange(container, index, within);
      if (isContainer(value)) pending.push({ value, depth: container.depth + 1, index, parent: container });
    }
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function valuesOf(container: object): readonly unknown[] {
  return Array.isArray(container) ? container : Object.values(container);
}

/** Says only what kind of value it is: printing one that deep would itself overflow the stack. */
function tooDeep(container: Container, within: string | undefined): DomainError {
  const kind = Array.isArray(container.value) ? 'array' : 'object';
  return new DomainError(
    'invalid_request',
    `${pathOf(container, within)}: got an ${kind} inside ${MAX_DEPTH} others, expected at most ${MAX_DEPTH} inside each other`,
  );
}

function forbiddenKey(container: Container, within: string | undefined): DomainError {
  return new DomainError(
    'invalid_request',
    `${pathOf(container, within)}: got the key "__proto__", expected no key of this name`,
  );
}

function wouldChange(container: Container, index: number, within: string | undefined): DomainError {
  const path = pathOf({ value: {}, depth: 0, index, parent: container }, within);
  return new DomainError(
    'invalid_request',
    `${path}: got a number beyond ${Number.MAX_SAFE_INTEGER}, expected one that JSON keeps exactly, or its digits as text`,
  );
}

function pathOf(container: Container, within: string | undefined): string {
  const keys: string[] = [];
  for (let here = container; here.parent; here = here.parent) {
    keys.unshift(Object.keys(here.parent.value)[here.index] ?? '');
  }
  const path = within === undefined ? keys : [within, ...keys];
  return shorten(path.join('.'), MAX_SHOWN_LENGTH) || 'request body';
}
