import { Writer } from 'mustache';
import type { Context } from 'mustache';
import { Lru } from '../../../kit/lru';
import { printValue } from './print-value';

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
 * Renders Mustache for text that becomes a JSON string: nothing is HTML-escaped, objects and arrays
 * print as compact JSON, null and missing values print as nothing. All that one writer renders
 * shares one budget. Source: docs/decisions.md D10.
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
