import { PAGES } from '../../../src/console/frame/pages';
import { readKey } from '../../../src/console/frame/shortcut-keys';

const press = (key: string, goSinceMs?: number, atMs = 1_000) => readKey({ key, atMs }, goSinceMs);

it.each([
  ['?', 'help'],
  ['/', 'search'],
  ['j', 'next'],
  ['k', 'previous'],
  ['r', 'retry'],
  ['x', 'tick'],
])('%s asks for %s', (key, kind) => {
  expect(press(key)).toEqual({ shortcut: { kind }, goSinceMs: undefined });
});

it('after g, a key names a page, for one and a half seconds', () => {
  const { goSinceMs, shortcut } = press('g');
  expect([goSinceMs, shortcut]).toEqual([1_000, undefined]);
  expect(press('d', 1_000, 2_500)).toEqual({
    shortcut: { kind: 'go', href: '/deliveries' },
    goSinceMs: undefined,
  });
  expect(press('k', 1_000, 2_500).shortcut).toEqual({ kind: 'go', href: '/keys' });
  expect(press('k', 1_000, 2_501).shortcut).toEqual({ kind: 'previous' });
});

it('other keys ask for nothing, also after g, and end its wait', () => {
  expect(press('z')).toEqual({ shortcut: undefined, goSinceMs: undefined });
  expect(press('constructor')).toEqual({ shortcut: undefined, goSinceMs: undefined });
  expect(press('j', 1_000)).toEqual({ shortcut: undefined, goSinceMs: undefined });
});

it('each page has a key of its own', () => {
  const keys = PAGES.map(({ key }) => key);
  expect(keys).toEqual([...new Set(keys)]);
});
