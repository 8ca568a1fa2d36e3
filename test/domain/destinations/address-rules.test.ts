import { createAddressRules, parseCidrs } from '../../../src/domain/destinations/address-rules';

const publicOnly = createAddressRules({ allowCidrs: [] });

/** Range; its first and last address; the allowed neighbours, where there are any. */
const IPV4_RANGES: [string, string, string, before?: string | undefined, after?: string | undefined][] = [
  ['0.0.0.0/8', '0.0.0.0', '0.255.255.255', undefined, '1.0.0.0'],
  ['10.0.0.0/8', '10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0'],
  ['100.64.0.0/10', '100.64.0.0', '100.127.255.255', '100.63.255.255', '100.128.0.0'],
  ['127.0.0.0/8', '127.0.0.0', '127.255.255.255', '126.255.255.255', '128.0.0.0'],
  ['168.63.129.16/32', '168.63.129.16', '168.63.129.16', '168.63.129.15', '168.63.129.17'],
  ['169.254.0.0/16', '169.254.0.0', '169.254.255.255', '169.253.255.255', '169.255.0.0'],
  ['172.16.0.0/12', '172.16.0.0', '172.31.255.255', '172.15.255.255', '172.32.0.0'],
  ['192.0.0.0/24', '192.0.0.0', '192.0.0.255', '191.255.255.255', '192.0.1.0'],
  ['192.0.2.0/24', '192.0.2.0', '192.0.2.255', '192.0.1.255', '192.0.3.0'],
  ['192.31.196.0/24', '192.31.196.0', '192.31.196.255', '192.31.195.255', '192.31.197.0'],
  ['192.52.193.0/24', '192.52.193.0', '192.52.193.255', '192.52.192.255', '192.52.194.0'],
  ['192.88.99.0/24', '192.88.99.0', '192.88.99.255', '192.88.98.255', '192.88.100.0'],
  ['192.168.0.0/16', '192.168.0.0', '192.168.255.255', '192.167.255.255', '192.169.0.0'],
  ['192.175.48.0/24', '192.175.48.0', '192.175.48.255', '192.175.47.255', '192.175.49.0'],
  ['198.18.0.0/15', '198.18.0.0', '198.19.255.255', '198.17.255.255', '198.20.0.0'],
  ['198.51.100.0/24', '198.51.100.0', '198.51.100.255', '198.51.99.255', '198.51.101.0'],
  ['203.0.113.0/24', '203.0.113.0', '203.0.113.255', '203.0.112.255', '203.0.114.0'],
  ['224.0.0.0/4', '224.0.0.0', '239.255.255.255', '223.255.255.255'],
];

const IPV6_RANGES: typeof IPV4_RANGES = [
  ['everything below 2000::/3', '::', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', undefined, '2000::'],
  ['2001::/23', '2001::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff', '2000:ffff::', '2001:200::'],
  ['2001:db8::/32', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db7:ffff::1', '2001:db9::'],
  ['2002::/16', '2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2001:ffff::', '2003::'],
  [
    '2620:4f:8000::/48',
    '2620:4f:8000::',
    '2620:4f:8000:ffff:ffff:ffff:ffff:ffff',
    '2620:4f:7fff::1',
    '2620:4f:8001::',
  ],
  ['3fff::/20', '3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff', '3ffe:ffff::1', '3fff:1000::'],
  ['everything above 2000::/3', '4000::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '3fff:ffff::1'],
];

describe.each([...IPV4_RANGES, ...IPV6_RANGES])('of %s', (_range, first, last, before, after) => {
  it.each([first, last])('refuses the edge %s', (address) => {
    expect(publicOnly.isAllowed(address)).toBe(false);
  });

  it.each([before, after].filter((address) => address !== undefined))(
    'allows the neighbour %s',
    (address) => {
      expect(publicOnly.isAllowed(address)).toBe(true);
    },
  );
});

describe('without ranges of the operator', () => {
  it.each([
    ['the first reserved address', '240.0.0.0'],
    ['the last but one reserved address', '255.255.255.254'],
    ['a metadata service', '169.254.169.254'],
    ['a container metadata service', '169.254.170.2'],
    ['a metadata service in the carrier-grade NAT range', '100.100.100.200'],
    ['a metadata service in the protocol range', '192.0.0.192'],
    ['the NAT64 discovery address', '192.0.0.170'],
    ['the other NAT64 discovery address', '192.0.0.171'],
    ['multicast for documentation', '233.252.0.1'],
    ['broadcast', '255.255.255.255'],
    ['IPv6 unspecified', '::'],
    ['IPv6 loopback', '::1'],
    ['IPv4-compatible loopback', '::7f00:1'],
    ['IPv4-compatible loopback, as sockets print it', '::127.0.0.1'],
    ['IPv4-compatible public address, as sockets print it', '::8.8.8.8'],
    ['IPv4-translated loopback', '::ffff:0:127.0.0.1'],
    ['IPv4-mapped loopback', '::ffff:127.0.0.1'],
    ['IPv4-mapped loopback in hexadecimal', '::ffff:7f00:1'],
    ['IPv4-mapped loopback, written out', '0:0:0:0:0:ffff:7f00:1'],
    ['IPv4-mapped metadata service', '::ffff:169.254.169.254'],
    ['IPv4-mapped private address', '::ffff:10.1.2.3'],
    ['NAT64 of loopback', '64:ff9b::7f00:1'],
    ['NAT64 of a public address', '64:ff9b::808:808'],
    ['local NAT64', '64:ff9b:1::1'],
    ['the discard prefix', '100::1'],
    ['the dummy prefix', '100:0:0:1::1'],
    ['segment routing', '5f00::1'],
    ['unique local', 'fc00::1'],
    ['the metadata service on IPv6', 'fd00:ec2::254'],
    ['link-local', 'fe80::1'],
    ['site-local', 'fec0::1'],
    ['multicast on IPv6', 'ff02::1'],
    ['Teredo', '2001::1'],
    ['benchmarks on IPv6', '2001:2::1'],
    ['ORCHID', '2001:10::1'],
    ['ORCHIDv2', '2001:20::1'],
    ['drone remote identification', '2001:30::1'],
    ['6to4 of loopback', '2002:7f00:1::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['a public address with a zone', '2606:4700:4700::1111%1'],
  ])('refuses %s, %s', (_what, address) => {
    expect(publicOnly.isAllowed(address)).toBe(false);
  });

  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '93.184.216.34',
    '100.0.0.1',
    '172.64.0.1',
    '192.0.78.9',
    '198.41.0.4',
    '203.0.112.1',
    '::ffff:8.8.8.8',
    '::ffff:808:808',
    '2606:4700:4700::1111',
    '2606:4700::1.2.3.4',
    '2a00:1450:4001:81b::200e',
  ])('allows the public address %s', (address) => {
    expect(publicOnly.isAllowed(address)).toBe(true);
  });

  it.each([
    '',
    'example.com',
    '8.8.8',
    '134744072',
    '0x08080808',
    '010.8.8.8',
    '8.8.8.8.',
    '8.8.8.8/32',
    '[2606::1]',
    ' 8.8.8.8',
  ])('refuses what is not an address in its plain spelling: "%s"', (text) => {
    expect(publicOnly.isAllowed(text)).toBe(false);
  });

  it('does not let deliveries reach this machine', () => {
    expect(publicOnly.allowsLoopback).toBe(false);
  });
});

describe('with ranges of the operator', () => {
  const rules = createAddressRules({ allowCidrs: ['10.1.0.0/16', 'fd00:1::/32'] });

  it.each(['10.1.0.0', '10.1.255.255', '::ffff:10.1.2.3', '::ffff:a01:203', 'fd00:1::1', '8.8.8.8'])(
    'allows %s',
    (address) => {
      expect(rules.isAllowed(address)).toBe(true);
    },
  );

  it.each(['10.0.255.255', '10.2.0.0', '127.0.0.1', 'fd00:2::1', 'fd00:1::1%eth0', '::10.1.2.3', '::1'])(
    'still refuses %s',
    (address) => {
      expect(rules.isAllowed(address)).toBe(false);
    },
  );

  it.each([
    ['no loopback range', ['10.0.0.0/8'], false],
    ['IPv4 loopback', ['127.0.0.0/8'], true],
    ['IPv6 loopback', ['::1/128'], true],
  ])('knows whether they contain loopback: %s', (_what, allowCidrs, expected) => {
    expect(createAddressRules({ allowCidrs }).allowsLoopback).toBe(expected);
  });

  it.each<[string, string, boolean]>([
    ['within a range that is allowed', '10.1.64.7', false],
    ['beside it', '10.1.32.1', true],
    ['mapped to IPv6', '::ffff:10.1.64.7', false],
    ['in public space', '8.8.8.8', false],
    ['of an own NAT64 prefix', '2a00:64::7f00:1', false],
    ['beside an own NAT64 prefix', '2a00:65::1', true],
  ])('the ranges that are denied win: %s', (_what, address, expected) => {
    const excepted = createAddressRules({
      allowCidrs: ['10.1.0.0/16'],
      denyCidrs: ['10.1.64.0/24', '8.8.8.0/24', '2a00:64::/96'],
    });
    expect(excepted.isAllowed(address)).toBe(expected);
  });

  it('loopback is not reached where it is allowed and denied', () => {
    const ranges = { allowCidrs: ['127.0.0.0/8', '::1/128'], denyCidrs: ['127.0.0.1/32', '::1/128'] };
    expect(createAddressRules(ranges).allowsLoopback).toBe(false);
  });

  it('throws on a range that is none', () => {
    expect(() => createAddressRules({ allowCidrs: [], denyCidrs: ['10.0.0.0'] })).toThrow(
      'not an address range',
    );
    expect(() => createAddressRules({ allowCidrs: ['10.0.0.0'] })).toThrow('not an address range: 10.0.0.0');
  });
});

describe('parseCidrs', () => {
  it.each([
    ['the empty text', '', []],
    ['one range', '10.0.0.0/8', ['10.0.0.0/8']],
    [
      'commas and spaces between ranges',
      ' 127.0.0.0/8, ::1/128 fd00::/8,',
      ['127.0.0.0/8', '::1/128', 'fd00::/8'],
    ],
  ])('reads %s', (_what, text, cidrs) => {
    expect(parseCidrs(text)).toEqual({ cidrs, faults: [] });
  });

  it.each([
    ['an address without a prefix', '10.0.0.0'],
    ['a prefix that is too long', '10.0.0.0/33'],
    ['an IPv6 prefix that is too long', 'fd00::/129'],
    ['bits beyond the prefix', '10.0.0.1/8'],
    ['IPv6 bits beyond the prefix', 'fd00::1/8'],
    ['an IPv4-mapped range', '::ffff:10.0.0.0/104'],
    ['a short spelling', '10/8'],
    ['an octal spelling', '010.0.0.0/8'],
    ['a zone', 'fe80::%eth0/10'],
    ['a name', 'localhost'],
  ])('refuses %s', (_what, entry) => {
    expect(parseCidrs(entry).cidrs).toEqual([]);
    expect(parseCidrs(entry).faults).toEqual([expect.stringContaining(`"${entry}" is not an address range`)]);
  });

  it('names every fault, not only the first', () => {
    expect(parseCidrs('10.0.0.0/8,x,y').faults).toHaveLength(2);
  });
});
