import { PAGES } from './pages';

/** What a key asks for. */
export type Shortcut =
  | { readonly kind: 'help' | 'search' | 'next' | 'previous' | 'retry' | 'tick' }
  | { readonly kind: 'go'; readonly href: string };

/** So long after `g` a second key names a page. */
const GO_WITHIN_MS = 1_500;

const KEYS: Readonly<Record<string, Shortcut>> = {
  '?': { kind: 'help' },
  '/': { kind: 'search' },
  j: { kind: 'next' },
  k: { kind: 'previous' },
  r: { kind: 'retry' },
  x: { kind: 'tick' },
};

interface Pressed {
  readonly key: string;
  readonly atMs: number;
}

interface Read {
  readonly shortcut: Shortcut | undefined;
  /** When `g` was pressed, if the next key may name a page; in milliseconds. */
  readonly goSinceMs: number | undefined;
}

/** Reads one key. @param goSinceMs as the key before has left it. */
export function readKey({ key, atMs }: Pressed, goSinceMs: number | undefined): Read {
  if (goSinceMs !== undefined && atMs - goSinceMs <= GO_WITHIN_MS) {
    const page = PAGES.find((each) => each.key === key);
    return { shortcut: page && { kind: 'go', href: page.href }, goSinceMs: undefined };
  }
  if (key === 'g') return { shortcut: undefined, goSinceMs: atMs };
  return { shortcut: Object.hasOwn(KEYS, key) ? KEYS[key] : undefined, goSinceMs: undefined };
}
