import { createAddressRules } from '../../../src/domain/destinations/address-rules';
import { DomainError } from '../../../src/domain/errors';
import { createDestinationGuard } from '../../../src/outbound/network/destination-guard';
import { createNameResolver } from '../../../src/outbound/network/allowed-addresses';
import { type FakeDns, startFakeDns } from '../../support/receivers/fake-dns';

let dns: FakeDns;
beforeEach(async () => {
  dns = await startFakeDns({
    'public.example': ['93.184.216.34', '2606:4700:4700::1111'],
    'private.example': ['10.0.0.1'],
    'mixed.example': ['93.184.216.34', '10.0.0.1'],
    'silent.example': 'silent',
    'broken.example': 'servfail',
  });
});
afterEach(() => dns.close());

function check(url: string, allowCidrs: readonly string[] = []): Promise<string> {
  const rules = createAddressRules({ allowCidrs });
  return createDestinationGuard({ rules, resolver: createNameResolver(dns) }).check('uri', url);
}

const codeOf = (url: string, allowCidrs?: readonly string[]) =>
  check(url, allowCidrs).then(
    () => 'accepted',
    (error: unknown) => (error instanceof DomainError ? error.code : error),
  );

describe('the destination guard', () => {
  it('returns the normal form of a URL with a public name', async () => {
    expect(await check('HTTPS://Public.Example.:443/Hook?a=1')).toBe('https://public.example/Hook?a=1');
  });

  it.each([
    ['a name that does not exist', 'https://unknown.example/'],
    ['a name that cannot be looked up', 'https://broken.example/'],
    ['a public IPv4 address', 'http://93.184.216.34/'],
    ['a public IPv6 address', 'http://[2606:4700:4700::1111]/'],
  ])('lets %s through', async (_what, url) => {
    expect(await check(url)).toBe(url);
  });

  it('lets a name through whose lookup hangs, after 3 seconds', async () => {
    const startedAt = performance.now();
    expect(await check('https://silent.example/')).toBe('https://silent.example/');
    expect(performance.now() - startedAt).toBeLessThan(6_000);
  });

  it.each([
    ['a name with a private address', 'https://private.example/'],
    ['a name with a public and a private address', 'https://mixed.example/'],
    ['a private address', 'https://10.0.0.1/'],
    ['loopback, spelled as a number', 'https://2130706433/'],
    ['IPv6 loopback', 'https://[::1]/'],
  ])('refuses %s', async (_what, url) => {
    expect(await codeOf(url)).toBe('destination_not_allowed');
  });

  it('says which URL, its query values masked, and not which address', async () => {
    await expect(check('https://private.example/hook?token=secret')).rejects.toThrow(
      'uri "https://private.example/hook?token=***" points to an address that is not allowed; expected a public one',
    );
  });

  it('refuses a text that is no URL for a destination', async () => {
    expect(await codeOf('ftp://public.example/')).toBe('invalid_url');
  });

  it.each([
    ['refuses localhost', [], 'invalid_url'],
    ['accepts localhost where IPv4 loopback is allowed', ['127.0.0.0/8'], 'accepted'],
    ['accepts localhost where IPv6 loopback is allowed', ['::1/128'], 'accepted'],
    ['refuses localhost where other ranges are allowed', ['10.0.0.0/8'], 'invalid_url'],
  ])('%s', async (_rule, allowCidrs, expected) => {
    expect(await codeOf('http://localhost:3000/', allowCidrs)).toBe(expected);
  });

  it('refuses a public address that the operator denies', async () => {
    const rules = createAddressRules({ allowCidrs: [], denyCidrs: ['93.184.216.0/24'] });
    const guard = createDestinationGuard({ rules, resolver: createNameResolver(dns) });
    await expect(guard.check('uri', 'https://public.example/')).rejects.toThrow('not allowed');
  });

  it('accepts private addresses that the operator allows', async () => {
    expect(await codeOf('https://private.example/', ['10.0.0.0/8'])).toBe('accepted');
  });
});

describe('the destination guard where an egress proxy looks up all names', () => {
  const guard = createDestinationGuard({ rules: createAddressRules({ allowCidrs: [] }) });

  it.each(['https://private.example/', 'https://unknown.example/'])(
    'lets the name of %s through',
    async (url) => {
      expect(await guard.check('uri', url)).toBe(url);
      expect(dns.queries).toEqual([]);
    },
  );

  it.each(['http://10.0.0.1/', 'http://2130706433/', 'http://[::1]/', 'http://[::ffff:7f00:1]/'])(
    'refuses the address of %s',
    async (url) => {
      await expect(guard.check('uri', url)).rejects.toMatchObject({ code: 'destination_not_allowed' });
    },
  );

  it.each(['http://localhost/', 'http://hook.internal/'])('refuses the text of %s', async (url) => {
    await expect(guard.check('uri', url)).rejects.toMatchObject({ code: 'invalid_url' });
  });
});
