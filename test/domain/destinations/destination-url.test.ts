import fc from 'fast-check';
import {
  destinationHost,
  destinationLabel,
  parseDestinationUrl,
} from '../../../src/domain/destinations/destination-url';
import { DomainError } from '../../../src/domain/errors';
import { fuzzSettings } from '../../support/builders/fuzz-runs';

const parse = (raw: string, allowLoopbackNames = false) =>
  parseDestinationUrl('uri', raw, { allowLoopbackNames });

function refusalOf(raw: string): DomainError {
  try {
    parse(raw);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error(`accepted ${raw}`);
}

describe('parseDestinationUrl', () => {
  it.each([
    ['https', 'https://example.com/hook', 'https://example.com/hook'],
    ['http', 'http://example.com/hook', 'http://example.com/hook'],
    [
      'a query, kept as it is',
      'https://example.com/hook?token=a%20b',
      'https://example.com/hook?token=a%20b',
    ],
    ['no path', 'https://example.com', 'https://example.com/'],
    ['upper case', 'HTTPS://EXAMPLE.COM/Hook', 'https://example.com/Hook'],
    ['a final dot', 'https://example.com./', 'https://example.com/'],
    ['an international name', 'https://bücher.example/', 'https://xn--bcher-kva.example/'],
    ['an underscore in the host', 'https://my_hooks.example.com/', 'https://my_hooks.example.com/'],
    ['the default port', 'https://example.com:443/', 'https://example.com/'],
    ['port 80 with https', 'https://example.com:80/', 'https://example.com:80/'],
    ['port 443 with http', 'http://example.com:443/', 'http://example.com:443/'],
    ['port 1024', 'https://example.com:1024/', 'https://example.com:1024/'],
    ['port 65535', 'https://example.com:65535/', 'https://example.com:65535/'],
    ['dots in the path', 'https://example.com/a/../b', 'https://example.com/b'],
    ['an IPv4 address', 'http://93.184.216.34/', 'http://93.184.216.34/'],
    ['an IPv6 address', 'http://[2606:4700:4700:0::1111]/', 'http://[2606:4700:4700::1111]/'],
    ['a decimal address', 'http://2130706433/', 'http://127.0.0.1/'],
    ['2048 characters', `https://example.com/${'a'.repeat(2028)}`, `https://example.com/${'a'.repeat(2028)}`],
    ['253 host characters', `https://${'a.'.repeat(126)}a/`, `https://${'a.'.repeat(126)}a/`],
    ['labels of 63 characters', `https://${'a'.repeat(63)}.com/`, `https://${'a'.repeat(63)}.com/`],
  ])('accepts %s', (_what, raw, normal) => {
    expect(parse(raw)).toBe(normal);
  });

  it.each([
    ['the empty text', '', 'does not begin with http:// or https://'],
    ['no scheme', 'example.com/hook', 'does not begin with http:// or https://'],
    ['another scheme', 'ftp://example.com/', 'does not begin with http:// or https://'],
    ['another scheme in front', 'ftp://https://example.com/', 'does not begin with http:// or https://'],
    ['a scheme without slashes', 'https:example.com', 'does not begin with http:// or https://'],
    ['a path only', '/hook', 'does not begin with http:// or https://'],
    ['no host', 'https://', 'is not a valid URL'],
    ['an address that is none', 'https://256.1.1.1/', 'is not a valid URL'],
    ['five address parts', 'https://1.2.3.4.5/', 'is not a valid URL'],
    ['a zone id', 'http://[fe80::1%25eth0]/', 'is not a valid URL'],
    ['an encoded NUL in the host', 'https://exa%00mple.com/', 'is not a valid URL'],
    [
      '2049 characters',
      `https://example.com/${'a'.repeat(2029)}`,
      'has 2049 characters; expected at most 2048',
    ],
    [
      '2048 characters that grow in normal form',
      `https://example.com/${'ü'.repeat(1000)}`,
      'has 6020 characters in normal form',
    ],
    ['a space in front', ' https://example.com/', 'contains white space'],
    ['a tab inside', 'https://exam\tple.com/', 'contains white space'],
    ['a line break', 'https://example.com/\nHost: evil', 'contains white space'],
    ['a NUL', 'https://example.com/\0', 'contains white space, a control character'],
    ['a no-break space', 'https://example.com/\u00a0', 'contains white space'],
    ['a backslash', 'https://example.com\\@10.0.0.1/', 'or a backslash'],
    ['a fragment', 'https://example.com/#top', 'has a fragment'],
    ['an empty fragment', 'https://example.com/#', 'has a fragment'],
    ['a user', 'https://user@example.com/', 'contains a user name or password'],
    ['a password', 'https://:secret@example.com/', 'contains a user name or password'],
    ['port 0', 'https://example.com:0/', 'has port 0; expected 80, 443, or 1024 and above'],
    ['port 22', 'https://example.com:22/', 'has port 22'],
    ['port 1023', 'https://example.com:1023/', 'has port 1023'],
    ['port 65536', 'https://example.com:65536/', 'is not a valid URL'],
    ['an empty label', 'https://a..example.com/', 'has the host label ""'],
    ['a label of 64 characters', `https://${'a'.repeat(64)}.com/`, 'has the host label'],
    ['a hyphen in front', 'https://-a.com/', 'has the host label "-a"'],
    ['a character that no host has', 'https://a!b.com/', 'has the host label "a!b"'],
    ['254 host characters', `https://${'a.'.repeat(126)}aa/`, 'has a host of 254 characters'],
    ['this machine', 'http://localhost:3000/', 'names this machine'],
    ['this machine with a final dot', 'http://localhost./', 'names this machine'],
    ['a name of this machine', 'http://hook.LOCALHOST/', 'names this machine'],
    ['a single label', 'http://intranet/', 'has a host without a domain'],
    ['a network-local name', 'http://printer.local/', 'in the private domain .local'],
    ['an internal name', 'http://metadata.google.internal/', 'in the private domain .internal'],
    ['a home name', 'http://router.home.arpa/', 'in the private domain .home.arpa'],
    ['an onion name', 'http://abc.onion/', 'in the private domain .onion'],
    ['an invalid name', 'http://example.invalid/', 'in the private domain .invalid'],
  ])('refuses %s', (_what, raw, fault) => {
    expect(refusalOf(raw).code).toBe('invalid_url');
    expect(refusalOf(raw).message).toContain(fault);
  });

  it('names the field and the value', () => {
    expect(refusalOf('ftp://example.com/').message).toMatch(/^uri "ftp:\/\/example.com\/" does not begin/);
  });

  it('repeats neither passwords nor query values nor control characters', () => {
    expect(refusalOf('https://joe:secret@example.com/\n?token=secret').message).toMatch(
      /^uri "https:\/\/\*\*\*@example.com\/\\n\?token=\*\*\*" contains/,
    );
  });

  it.each(['http://localhost:3000/hook', 'http://hook.localhost/'])(
    'accepts %s when loopback names are allowed',
    (raw) => {
      expect(parse(raw, true)).toBe(raw);
    },
  );

  it('keeps the other private names refused when loopback names are allowed', () => {
    expect(() => parse('http://intranet/', true)).toThrow(DomainError);
    expect(() => parse('http://notlocalhost/', true)).toThrow(DomainError);
  });

  it('accepts its own normal form, unchanged', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, validSchemes: ['http', 'https'] }), (raw) => {
        const normal = normalFormOf(raw);
        return normal === undefined || parse(normal) === normal;
      }),
      fuzzSettings(3_000),
    );
  });

  it('either accepts a text or says what is wrong with it', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'htps:/\\@.?#%[]01-a ') }).map((rest) => `http://${rest}`),
    );
    fc.assert(
      fc.property(anyText, (raw) => {
        const normal = normalFormOf(raw);
        return normal === undefined || /^https?:\/\/[^\s@\\#]+/.test(normal);
      }),
      fuzzSettings(3_000),
    );
  });
});

function normalFormOf(raw: string): string | undefined {
  try {
    return parse(raw);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

describe('destinationLabel', () => {
  it.each([
    ['host and path', 'https://hooks.example.com/cld', 'hooks.example.com/cld'],
    ['no query', 'https://hooks.example.com/cld?token=secret', 'hooks.example.com/cld'],
    ['the port', 'http://hooks.example.com:8080/cld', 'hooks.example.com:8080/cld'],
    ['the host alone for the root path', 'https://hooks.example.com/', 'hooks.example.com'],
  ])('shows %s', (_what, url, label) => {
    expect(destinationLabel(url)).toBe(label);
  });

  it('shows 100 characters whole', () => {
    const label = `example.com/${'a'.repeat(88)}`;
    expect(destinationLabel(`https://${label}`)).toBe(label);
  });

  it('cuts a long path at 100 characters', () => {
    const label = destinationLabel(`https://example.com/${'a'.repeat(200)}`);
    expect(label).toHaveLength(100);
    expect(label).toMatch(/^example\.com\/a+…$/);
  });
});

describe('destinationHost', () => {
  it('is the name without the port', () => {
    expect(destinationHost('http://hooks.example.com:8080/cld')).toBe('hooks.example.com');
  });
});
