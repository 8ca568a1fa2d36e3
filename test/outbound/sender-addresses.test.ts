import { type AddressRules, createAddressRules } from '../../src/domain/destinations/address-rules';
import { createDestinationGuard } from '../../src/outbound/network/destination-guard';
import { createNameResolver } from '../../src/outbound/network/allowed-addresses';
import { createSender } from '../../src/outbound/sender';
import { type FakeDns, startFakeDns } from '../support/receivers/fake-dns';
import { type Receiver, startReceiver } from '../support/receivers/receiver';

const publicOnly = createAddressRules({ allowCidrs: [] });
/** 127.0.0.1 plays the public receiver, the rest of loopback stays forbidden. */
const firstLoopback = createAddressRules({ allowCidrs: ['127.0.0.1/32'] });

let dns: FakeDns;
let receiver: Receiver;
let port: string;

beforeEach(async () => {
  dns = await startFakeDns();
  receiver = await startReceiver();
  port = new URL(receiver.url).port;
});
afterEach(() => Promise.all([dns.close(), receiver.close()]));

async function post(url: string, { rules = publicOnly }: { rules?: AddressRules } = {}) {
  const sender = createSender({ rules, resolver: createNameResolver(dns) });
  const outcome = await sender.post({ url, body: '{}', headers: {}, timeoutMs: 5_000 });
  sender.close();
  return outcome;
}

const NOT_ALLOWED = {
  kind: 'unreachable',
  errorCode: 'destination_not_allowed',
  errorMessage: 'the destination points to an address that is not allowed',
  durationMs: expect.any(Number),
};

describe('a literal address that is not allowed', () => {
  it.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '017700000001',
    '0177.0.0.01',
    '127.0.0.1.',
    '%31%32%37.0.0.1',
    '①②⑦.⓪.⓪.①',
    '0.0.0.0',
    '0',
    '169.254.169.254',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[fe80::1]',
    '[fd00:ec2::254]',
  ])('is never connected to: %s', async (host) => {
    expect(await post(`http://${host}:${port}/`)).toEqual(NOT_ALLOWED);
    expect(receiver.requests).toHaveLength(0);
  });

  it('is never connected to over TLS', async () => {
    expect(await post(`https://127.0.0.1:${port}/`)).toEqual(NOT_ALLOWED);
  });

  it('is reached when the operator allows its range', async () => {
    expect(await post(`http://2130706433:${port}/`, { rules: firstLoopback })).toMatchObject({
      kind: 'delivered',
    });
  });
});

describe('a name', () => {
  it('is connected to at the address that was judged', async () => {
    dns.set('hook.example', ['127.0.0.1']);
    expect(await post(`http://hook.example:${port}/`, { rules: firstLoopback })).toMatchObject({
      kind: 'delivered',
    });
    expect(receiver.requests[0]?.headers.host).toBe(`hook.example:${port}`);
  });

  it.each([
    ['a private address', ['10.0.0.1']],
    ['loopback', ['127.0.0.1']],
    ['a metadata service', ['169.254.169.254']],
    ['IPv6 loopback', ['::1']],
    ['an IPv4-mapped address', ['0:0:0:0:0:ffff:7f00:1']],
    ['an IPv4-compatible address', ['::7f00:1']],
    ['a public and a private address', ['93.184.216.34', '127.0.0.1']],
    ['a public IPv4 and a private IPv6 address', ['93.184.216.34', 'fd00::1']],
    [
      'a private address behind sixteen public ones',
      [...Array<string>(16).fill('93.184.216.34'), '10.0.0.1'],
    ],
  ])('that leads to %s is not allowed', async (_what, addresses) => {
    dns.set('hook.example', addresses);
    expect(await post(`http://hook.example:${port}/`)).toEqual(NOT_ALLOWED);
    expect(receiver.requests).toHaveLength(0);
  });

  it('that was moved to a private address since its creation is not allowed', async () => {
    dns.set('hook.example', ['93.184.216.34']);
    const url = `http://hook.example:${port}/`;
    const guard = createDestinationGuard({ rules: publicOnly, resolver: createNameResolver(dns) });
    expect(await guard.check('uri', url)).toBe(url);

    dns.set('hook.example', ['127.0.0.1']);
    expect(await post(url)).toEqual(NOT_ALLOWED);
    expect(receiver.requests).toHaveLength(0);
  });

  it('is looked up once for each connection: no second answer can lead elsewhere', async () => {
    dns.set('hook.example', ['127.0.0.1']);
    await post(`http://hook.example:${port}/`, { rules: firstLoopback });
    expect(dns.queries).toEqual(['hook.example', 'hook.example']); // IPv4 and IPv6
  });

  it.each([
    ['does not exist', 'nxdomain', 'the host name has no address'],
    ['has no address', [], 'the host name has no address'],
    ['cannot be looked up', 'servfail', 'the host name could not be looked up'],
  ] as const)('that %s is said to be so', async (_what, answer, errorMessage) => {
    dns.set('hook.example', answer);
    expect(await post('http://hook.example/')).toMatchObject({ errorCode: 'dns_error', errorMessage });
  });

  it('whose first address is dead is reached at the next one', async () => {
    dns.set('hook.example', ['127.0.0.2', '127.0.0.1']);
    const rules = createAddressRules({ allowCidrs: ['127.0.0.0/8'] });
    expect(await post(`http://hook.example:${port}/`, { rules })).toMatchObject({ kind: 'delivered' });
  });
});

describe('a name that DNS64 gives an address within a NAT64 prefix', () => {
  // What can be connected to here is ::1, which carries 0.0.0.1 for a translator of this prefix.
  const nat64Prefixes = ['::/96'];
  const CARRIED = '0.0.0.1/32';
  let onIPv6: Receiver;
  beforeEach(async () => {
    onIPv6 = await startReceiver(undefined, { host: '::1' });
    dns.set('hook.example', ['::1']);
  });
  afterEach(() => onIPv6.close());

  it.each([
    ['is connected to where the carried address is allowed', { allowCidrs: [CARRIED], nat64Prefixes }, 1],
    ['is refused where the carried address is not public', { allowCidrs: [], nat64Prefixes }, 0],
    [
      'is refused where the carried address is denied',
      { allowCidrs: [CARRIED], denyCidrs: [CARRIED], nat64Prefixes },
      0,
    ],
    [
      'is refused where the address itself is denied',
      { allowCidrs: [CARRIED], denyCidrs: ['::1/128'], nat64Prefixes },
      0,
    ],
    ['is refused where the prefix is not set', { allowCidrs: [CARRIED] }, 0],
  ])('%s', async (_what, ranges, reached) => {
    const url = `http://hook.example:${new URL(onIPv6.url).port}/`;
    const outcome = await post(url, { rules: createAddressRules(ranges) });
    expect(outcome).toMatchObject(reached ? { kind: 'delivered' } : NOT_ALLOWED);
    expect(onIPv6.requests).toHaveLength(reached);
  });

  it('is accepted or refused by the same rule when a URL is stored', async () => {
    const guard = (allowCidrs: readonly string[]) =>
      createDestinationGuard({
        rules: createAddressRules({ allowCidrs, nat64Prefixes: ['64:ff9b::/96'] }),
        resolver: createNameResolver(dns),
      });
    const url = 'http://hook.example/';
    dns.set('hook.example', ['93.184.216.34', '64:ff9b::5db8:d822']);
    expect(await guard([]).check('uri', url)).toBe(url);
    dns.set('hook.example', ['93.184.216.34', '64:ff9b::a00:1']);
    await expect(guard([]).check('uri', url)).rejects.toMatchObject({ code: 'destination_not_allowed' });
    expect(await guard(['10.0.0.0/8']).check('uri', url)).toBe(url);
    await expect(guard([]).check('uri', 'http://[64:ff9b::7f00:1]/')).rejects.toMatchObject({
      code: 'destination_not_allowed',
    });
  });
});

describe('the connection', () => {
  it('is judged again once it stands, before anything is sent', async () => {
    let judgements = 0;
    const changing: AddressRules = { isAllowed: () => judgements++ === 0, allowsLoopback: false };
    expect(await post(`http://127.0.0.1:${port}/`, { rules: changing })).toEqual(NOT_ALLOWED);
    expect(judgements).toBe(2);
    expect(receiver.requests).toHaveLength(0);
  });
});

describe('loopback names', () => {
  it.each(['localhost', 'hook.localhost'])('%s is this machine, whatever name servers say', async (host) => {
    dns.set(host, ['93.184.216.34']);
    expect(await post(`http://${host}:${port}/`, { rules: firstLoopback })).toMatchObject({
      kind: 'delivered',
    });
    expect(dns.queries).toEqual([]);
  });

  it('are not allowed where loopback is not', async () => {
    expect(await post(`http://localhost:${port}/`)).toMatchObject({
      errorCode: 'destination_not_allowed',
      errorMessage: expect.stringContaining('names this machine'),
    });
  });
});
