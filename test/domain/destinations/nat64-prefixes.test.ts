import { createAddressRules, parseNat64Prefixes } from '../../../src/domain/destinations/address-rules';

/** RFC 6052 section 2.4 carries 192.0.2.33; here are the same places with addresses that decide differently. */
const CARRYING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '2a00:64::/32': {
    '93.184.216.34': '2a00:64:5db8:d822::',
    '127.0.0.1': '2a00:64:7f00:1::',
    '10.0.0.1': '2a00:64:a00:1::',
    '169.254.169.254': '2a00:64:a9fe:a9fe::',
  },
  '2a00:64:100::/40': {
    '93.184.216.34': '2a00:64:15d:b8d8:22::',
    '127.0.0.1': '2a00:64:17f:0:1::',
    '10.0.0.1': '2a00:64:10a:0:1::',
    '169.254.169.254': '2a00:64:1a9:fea9:fe::',
  },
  '2a00:64:122::/48': {
    '93.184.216.34': '2a00:64:122:5db8:d8:2200::',
    '127.0.0.1': '2a00:64:122:7f00:0:100::',
    '10.0.0.1': '2a00:64:122:a00:0:100::',
    '169.254.169.254': '2a00:64:122:a9fe:a9:fe00::',
  },
  '2a00:64:122:300::/56': {
    '93.184.216.34': '2a00:64:122:35d:b8:d822::',
    '127.0.0.1': '2a00:64:122:37f:0:1::',
    '10.0.0.1': '2a00:64:122:30a:0:1::',
    '169.254.169.254': '2a00:64:122:3a9:fe:a9fe::',
  },
  '2a00:64:122:344::/64': {
    '93.184.216.34': '2a00:64:122:344:5d:b8d8:2200:0',
    '127.0.0.1': '2a00:64:122:344:7f:0:100:0',
    '10.0.0.1': '2a00:64:122:344:a:0:100:0',
    '169.254.169.254': '2a00:64:122:344:a9:fea9:fe00:0',
  },
  '2a00:64:122:344::/96': {
    '93.184.216.34': '2a00:64:122:344::5db8:d822',
    '127.0.0.1': '2a00:64:122:344::7f00:1',
    '10.0.0.1': '2a00:64:122:344::a00:1',
    '169.254.169.254': '2a00:64:122:344::a9fe:a9fe',
  },
  '64:ff9b::/96': {
    '93.184.216.34': '64:ff9b::93.184.216.34',
    '127.0.0.1': '64:ff9b::127.0.0.1',
    '10.0.0.1': '64:ff9b::10.0.0.1',
    '169.254.169.254': '64:ff9b::169.254.169.254',
  },
};

const PUBLIC = '93.184.216.34';
const cases = Object.entries(CARRYING).flatMap(([prefix, addresses]) =>
  Object.entries(addresses).map(([carried, address]) => ({ prefix, carried, address })),
);

describe('an address within a NAT64 prefix', () => {
  it.each(cases)('of $prefix that carries $carried is judged by that', ({ prefix, carried, address }) => {
    const rules = createAddressRules({ allowCidrs: [], nat64Prefixes: [prefix] });
    expect(rules.isAllowed(address)).toBe(carried === PUBLIC);
  });

  it.each(cases)(
    'of $prefix that carries $carried obeys the ranges of the operator',
    ({ prefix, carried, address }) => {
      const range = `${carried}/32`;
      const allowing = createAddressRules({ allowCidrs: [range], nat64Prefixes: [prefix] });
      expect(allowing.isAllowed(address)).toBe(true);
      const denying = createAddressRules({
        allowCidrs: [range],
        denyCidrs: [range],
        nat64Prefixes: [prefix],
      });
      expect(denying.isAllowed(address)).toBe(false);
    },
  );

  it.each(cases)(
    'of $prefix that carries $carried is refused where the prefix is denied',
    ({ prefix, carried, address }) => {
      const rules = createAddressRules({
        allowCidrs: [`${carried}/32`],
        denyCidrs: [prefix],
        nat64Prefixes: [prefix],
      });
      expect(rules.isAllowed(address)).toBe(false);
    },
  );

  it('is not allowed by a range that allows the prefix itself: that would open every private address', () => {
    const prefix = '64:ff9b::/96';
    const rules = createAddressRules({ allowCidrs: [prefix], nat64Prefixes: [prefix] });
    expect(['64:ff9b::5db8:d822', '64:ff9b::7f00:1'].map((address) => rules.isAllowed(address))).toEqual([
      true,
      false,
    ]);
  });

  it.each([
    ['2a00:64:122::/48', '2a00:64:122:5db8:1d8:2200::'],
    ['2a00:64::/32', '2a00:64:5db8:d822:ff00::'],
  ])('of %s with bits in the octet that must be zero is refused: %s', (prefix, address) => {
    expect(createAddressRules({ allowCidrs: [], nat64Prefixes: [prefix] }).isAllowed(address)).toBe(false);
  });

  it('with bits in the suffix is judged as without them', () => {
    const rules = createAddressRules({ allowCidrs: [], nat64Prefixes: ['2a00:64::/32'] });
    expect(rules.isAllowed('2a00:64:5db8:d822:0:1:2:3')).toBe(true);
    expect(rules.isAllowed('2a00:64:7f00:1:0:1:2:3')).toBe(false);
  });

  it('may belong to any of several prefixes', () => {
    const rules = createAddressRules({ allowCidrs: [], nat64Prefixes: ['64:ff9b::/96', '2a00:64::/32'] });
    const addresses = ['64:ff9b::5db8:d822', '64:ff9b::a00:1', '2a00:64:5db8:d822::', '2a00:64:a00:1::'];
    expect(addresses.map((address) => rules.isAllowed(address))).toEqual([true, false, true, false]);
  });

  it.each([
    ['the well-known prefix', '64:ff9b::5db8:d822', false],
    ['a public address beside the prefix', '2a00:65::1', true],
    ['a private address beside the prefix', 'fd00::1', false],
    ['an IPv4 address', '93.184.216.34', true],
    ['a private IPv4 address', '10.0.0.1', false],
    ['a mapped private IPv4 address', '::ffff:10.0.0.1', false],
  ])('changes nothing for %s', (_what, address, expected) => {
    expect(createAddressRules({ allowCidrs: [], nat64Prefixes: ['2a00:64::/96'] }).isAllowed(address)).toBe(
      expected,
    );
  });

  it('does not make loopback reachable', () => {
    expect(createAddressRules({ allowCidrs: [], nat64Prefixes: ['::/96'] }).allowsLoopback).toBe(false);
  });
});

describe('parseNat64Prefixes', () => {
  const EVERY_LENGTH = [
    ...['fd00:1::/32', 'fd00:2:100::/40', 'fd00:3:1::/48'],
    ...['fd00:4:1:100::/56', 'fd00:5:1:1::/64', 'fd00:6:1:1::/96'],
  ];

  it.each([
    ['the empty text', '', []],
    ['one prefix', '64:ff9b::/96', ['64:ff9b::/96']],
    [
      'commas and spaces between prefixes',
      ' 64:ff9b::/96, 2a00:64::/32 fd00:64:1::/48,',
      ['64:ff9b::/96', '2a00:64::/32', 'fd00:64:1::/48'],
    ],
    ['every length there is', EVERY_LENGTH.join(), EVERY_LENGTH],
    ['the local-use prefix, a part of it', '64:ff9b:1:fffe::/96', ['64:ff9b:1:fffe::/96']],
  ])('reads %s', (_what, text, prefixes) => {
    expect(parseNat64Prefixes(text)).toEqual({ prefixes, faults: [] });
  });

  const EXPECTED = 'expected an IPv6 prefix such as 64:ff9b::/96';

  it.each([
    ['10.0.0.0/8', [`"10.0.0.0/8" is an IPv4 range; ${EXPECTED}`]],
    ['::ffff:0:0/96', [`"::ffff:0:0/96" is an IPv4 range; ${EXPECTED}`]],
    ['64:ff9b::', [`"64:ff9b::" is not an IPv6 prefix; ${EXPECTED}`]],
    ['nat64', [`"nat64" is not an IPv6 prefix; ${EXPECTED}`]],
    ['64:ff9b::/', [`"64:ff9b::/" is not an IPv6 prefix; ${EXPECTED}`]],
    ['64:ff9b::/96/96', [`"64:ff9b::/96/96" is not an IPv6 prefix; ${EXPECTED}`]],
    ['fe80::%eth0/64', [`"fe80::%eth0/64" is not an IPv6 prefix; ${EXPECTED}`]],
    ['2a00:64::/80', ['"2a00:64::/80" has the length 80; expected 32, 40, 48, 56, 64 or 96']],
    ['2a00:64::/129', ['"2a00:64::/129" has the length 129; expected 32, 40, 48, 56, 64 or 96']],
    ['::/0', ['"::/0" has the length 0; expected 32, 40, 48, 56, 64 or 96']],
    ['2a00:64::1/96', ['"2a00:64::1/96" has bits set beyond its length; expected them to be 0']],
    ['2a00:64:1::/32', ['"2a00:64:1::/32" has bits set beyond its length; expected them to be 0']],
    [
      '2a00:64::1/80',
      [
        '"2a00:64::1/80" has the length 80; expected 32, 40, 48, 56, 64 or 96',
        '"2a00:64::1/80" has bits set beyond its length; expected them to be 0',
      ],
    ],
    [
      '2a00:64:0:0:100::/96',
      ['"2a00:64:0:0:100::/96" has bits 64 to 71 set; expected them to be 0, as RFC 6052 has it'],
    ],
    [
      '2a00:64::/32,2a00:64:0:1::/96',
      ['"2a00:64:0:1::/96" overlaps "2a00:64::/32"; expected prefixes beside each other'],
    ],
    [
      '2a00:64:0:1::/96,2a00:64::/32',
      ['"2a00:64::/32" overlaps "2a00:64:0:1::/96"; expected prefixes beside each other'],
    ],
    [
      '64:ff9b::/96 64:ff9b::/96',
      ['"64:ff9b::/96" overlaps "64:ff9b::/96"; expected prefixes beside each other'],
    ],
  ])('refuses %s', (text, faults) => {
    expect(parseNat64Prefixes(text).faults).toEqual(faults);
  });

  it('names every fault, not only the first', () => {
    expect(parseNat64Prefixes('64:ff9b::/96,10.0.0.0/8,x,2a00::/33').faults).toHaveLength(3);
  });

  it('keeps nothing of what is refused', () => {
    expect(parseNat64Prefixes('64:ff9b::/96,10.0.0.0/8,2a00:64::/80').prefixes).toEqual(['64:ff9b::/96']);
  });
});

it('a prefix that is none ends the making of the rules', () => {
  expect(() => createAddressRules({ allowCidrs: [], nat64Prefixes: ['2a00:64::/80'] })).toThrow(
    '"2a00:64::/80" has the length 80',
  );
});
