import { maskUrl } from '../../../src/domain/destinations/destination-url';

describe('maskUrl', () => {
  it.each([
    ['leaves host and path', 'https://example.com:8080/@user/hook', 'https://example.com:8080/@user/hook'],
    ['masks query values', 'https://example.com/?a=1&token=x=y', 'https://example.com/?a=***&token=***'],
    ['masks a query without names', 'https://example.com/?secret', 'https://example.com/?***'],
    ['leaves an empty query', 'https://example.com/?', 'https://example.com/?'],
    ['masks user and password', 'https://joe:secret@example.com/', 'https://***@example.com/'],
    ['masks a password with "@"', 'https://joe:se@cret@example.com/', 'https://***@example.com/'],
    ['masks the fragment', 'https://example.com/#token', 'https://example.com/#***'],
    ['masks what is no URL', 'joe:secret@example.com', 'joe:***@example.com'],
    ['masks across a line break', 'ht\ntps://joe:secret@example.com/', 'ht\ntps://***@example.com/'],
  ])('%s', (_rule, url, masked) => {
    expect(maskUrl(url)).toBe(masked);
  });

  it('cuts at 200 characters', () => {
    expect(maskUrl(`https://example.com/${'a'.repeat(3000)}`)).toHaveLength(200);
  });
});
