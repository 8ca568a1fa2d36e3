import { Writer, Context } from 'mustache';
import { Lru } from '../../../kit/lru';

const MAX_TOKEN_RENDERS = 20_000;
const MAX_OUTPUT_CHARACTERS = 262_144;

const MAX_KEPT_LEAVES = 500;
/** Longer ones are parsed each time, so that not much memory is held. */
const MAX_KEPT_LEAF_LENGTH = 500;

const keptTokens = new Lru({ maxEntries: MAX_KEPT_LEAVES });

/** The tokens of the string leaves used last, in place of the library's cache, which never forgets. */
const templateCache = {
  get: (leaf: string) => keptTokens.get(leaf),
  set(leaf: string, tokens: NonNullable<unknown>): void {
    if (leaf.length <= MAX_KEPT_LEAF_LENGTH) keptTokens.set(leaf, tokens);
  },
  clear: () => keptTokens.clear(),
};

/**
 * Renders Mustache for text that becomes a JSON string. Nothing is HTML-escaped, objects and arrays print as compact
 * JSON, and null and missing values print as nothing. Everything that one writer renders shares one budget. Source:
 * docs/decisions.md D10.
 */
export class BudgetedWriter extends Writer {
  readonly templateCache = templateCache;
  private tokenRenders = 0;
  private outputCharactersLeft = MAX_OUTPUT_CHARACTERS;

  /** @throws Error when more than 20,000 tokens are rendered. */
  override renderTokens(...args: Parameters<Writer['renderTokens']>): string {
    // An empty section costs one too: it may be repeated for each element of a large array.
    this.tokenRenders += Math.max(1, args[0].length);
    if (this.tokenRenders > MAX_TOKEN_RENDERS)
      throw new Error(`more than ${MAX_TOKEN_RENDERS} tokens to render`);
    return super.renderTokens(...args);
  }

  override rawValue(token: string[]): string {
    return this.output(super.rawValue(token));
  }

  override escapedValue(token: [type: string, name: string], context: Context): string {
    return this.unescapedValue(token, context);
  }

  override unescapedValue([, name]: [type: string, name: string], context: Context): string {
    return this.output(printValue(context.lookup(name), this.outputCharactersLeft));
  }

  /** @param text `undefined` when it is known to be too long. */
  private output(text: string | undefined): string {
    if (text === undefined || text.length > this.outputCharactersLeft) {
      throw new Error(`more than ${MAX_OUTPUT_CHARACTERS} characters of output`);
    }
    this.outputCharactersLeft -= text.length;
    return text;
  }
}

/**
 * Looks names up as Mustache does, but reads only own properties and returns no function. A stock context walks
 * prototypes, and calls what it finds there with the data as `this`.
 */
export class OwnPropertyContext extends Context {
  /** The names of each path that was looked up: a section looks the same paths up for each element. */
  private readonly paths: Map<string, readonly string[]>;

  constructor(view: unknown, parent?: OwnPropertyContext) {
    super(view, parent);
    this.paths = parent?.paths ?? new Map<string, readonly string[]>();
  }

  override push(view: unknown): OwnPropertyContext {
    return new OwnPropertyContext(view, this);
  }

  /** @returns `undefined` when no enclosing context has the first segment, or a later one is missing. */
  override lookup(name: string): unknown {
    if (name === '.') return this.view;
    const path = this.pathOf(name);
    const holder = this.nearestWith(path[0] ?? '');
    if (holder === undefined) return undefined;
    return path.reduce<unknown>(readOwn, holder.view);
  }

  private pathOf(name: string): readonly string[] {
    const known = this.paths.get(name);
    if (known) return known;
    const path = name.split('.');
    this.paths.set(name, path);
    return path;
  }

  private nearestWith(segment: string): Context | undefined {
    if (hasOwn(this.view, segment)) return this;
    let outer = this.parent;
    while (outer && !hasOwn(outer.view, segment)) outer = outer.parent;
    return outer;
  }
}

function readOwn(holder: unknown, segment: string): unknown {
  const value: unknown = hasOwn(holder, segment) ? Reflect.get(holder, segment) : undefined;
  return typeof value === 'function' ? undefined : value;
}

/** False for the properties of texts and numbers, such as `length`. */
function hasOwn(holder: unknown, segment: string): holder is object {
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, segment);
}

/**
 * Prints a JSON value as a payload template does: texts as they are, null and missing values as
 * nothing, all else as compact JSON. Source: docs/decisions.md D10.
 *
 * @returns `undefined` for a structure that would be longer than `maxCharacters`; it is not printed
 * to find that out.
 */
export function printValue(value: unknown, maxCharacters: number): string | undefined {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return leastLength(value, maxCharacters) > maxCharacters ? undefined : JSON.stringify(value);
}

/** Length of a value's compact JSON, without what escaping adds. Counts little further than `enough`. */
function leastLength(value: unknown, enough: number): number {
  if (typeof value === 'string') return value.length + '""'.length;
  if (typeof value !== 'object' || value === null) return String(value).length;
  return Array.isArray(value) ? leastLengthOfArray(value, enough) : leastLengthOfObject(value, enough);
}

function leastLengthOfArray(elements: readonly unknown[], enough: number): number {
  let length = '['.length;
  for (let index = 0; index < elements.length && length <= enough; index++) {
    length += leastLength(elements[index], enough - length) + ','.length;
  }
  return length;
}

function leastLengthOfObject(members: object, enough: number): number {
  let length = '{'.length;
  for (const key of Object.keys(members)) {
    length += key.length + '"":,'.length;
    if (length > enough) break;
    length += leastLength(Reflect.get(members, key), enough - length);
  }
  return length;
}
