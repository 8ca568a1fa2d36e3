import fc from 'fast-check';
import { createAddressRules } from '../../../src/domain/destinations/address-rules';
import { fuzzSettings } from '../../support/builders/fuzz-runs';

/*
 * The oracle knows addresses as integers only and shares neither parser nor range tables with the
 * code: ranges are first and last numbers.
 */
const rules = createAddressRules({ allowCidrs: [] });

const DENIED_V4: [number, number][] = [
  [0x00000000, 0x00ffffff],
  [0x0a000000, 0x0affffff],
  [0x64400000, 0x647fffff],
  [0x7f000000, 0x7fffffff],
  [0xa83f8110, 0xa83f8110],
  [0xa9fe0000, 0xa9feffff],
  [0xac100000, 0xac1fffff],
  [0xc0000000, 0xc00000ff],
  [0xc0000200, 0xc00002ff],
  [0xc01fc400, 0xc01fc4ff],
  [0xc034c100, 0xc034c1ff],
  [0xc0586300, 0xc05863ff],
  [0xc0a80000, 0xc0a8ffff],
  [0xc0af3000, 0xc0af30ff],
  [0xc6120000, 0xc613ffff],
  [0xc6336400, 0xc63364ff],
  [0xcb007100, 0xcb0071ff],
  [0xe0000000, 0xffffffff],
];

/** Of the first 48 bits, which decide about every range in global unicast space. */
const DENIED_V6: [bigint, bigint][] = [
  [0x000000000000n, 0x1fffffffffffn],
  [0x200100000000n, 0x200101ffffffn],
  [0x20010db80000n, 0x20010db8ffffn],
  [0x200200000000n, 0x2002ffffffffn],
  [0x2620004f8000n, 0x2620004f8000n],
  [0x3fff00000000n, 0x3fff0fffffffn],
  [0x400000000000n, 0xffffffffffffn],
];

const isPublicV4 = (value: number) => !DENIED_V4.some(([first, last]) => first <= value && value <= last);

function isPublicV6(value: bigint): boolean {
  if (value >> 32n === 0xffffn) return isPublicV4(Number(value & 0xffffffffn));
  const prefix = value >> 80n;
  return !DENIED_V6.some(([first, last]) => first <= prefix && prefix <= last);
}

const octets = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
const dotted = (value: number) => octets(value).join('.');
const groups = (value: bigint) =>
  [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((value >> shift) & 0xffffn).toString(16));

/** Anywhere, and as often right at the edges of a range. */
const anyV4 = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }),
  fc
    .tuple(fc.constantFrom(...DENIED_V4.flat()), fc.integer({ min: -2, max: 2 }))
    .map(([edge, offset]) => (edge + offset) >>> 0),
);

const low80 = fc.bigInt({ min: 0n, max: (1n << 80n) - 1n });
const anyV6 = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }),
  fc.bigInt({ min: 0x2000n << 112n, max: (0x4000n << 112n) - 1n }),
  anyV4.map((value) => (0xffffn << 32n) | BigInt(value)),
  anyV4.map(BigInt),
  fc
    .tuple(fc.constantFrom(...DENIED_V6.flat()), fc.integer({ min: -1, max: 1 }), low80)
    .map(([edge, offset, low]) => BigInt.asUintN(128, ((edge + BigInt(offset)) << 80n) | low)),
);

const V4_SPELLINGS: Record<string, (value: number) => string> = {
  dotted,
  'mapped, dotted': (value) => `::ffff:${dotted(value)}`,
  'mapped, hexadecimal': (value) => `::ffff:${(value >>> 16).toString(16)}:${(value & 0xffff).toString(16)}`,
  'mapped, written out': (value) => `0:0:0:0:0:FFFF:${dotted(value)}`,
};

/** Spellings that only URLs know; `URL` turns them into the plain one. */
const URL_SPELLINGS: Record<string, (value: number) => string> = {
  decimal: String,
  hexadecimal: (value) => `0x${value.toString(16)}`,
  octal: (value) => `0${value.toString(8)}`,
  'octal parts': (value) =>
    octets(value)
      .map((octet) => `0${octet.toString(8)}`)
      .join('.'),
  'hexadecimal parts': (value) =>
    octets(value)
      .map((octet) => `0x${octet.toString(16)}`)
      .join('.'),
  short: (value) => `${value >>> 24}.${value & 0xffffff}`,
  'full-width': (value) =>
    dotted(value).replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
  'with a final dot': (value) => `${dotted(value)}.`,
};

const V6_SPELLINGS: Record<string, (value: bigint) => string> = {
  'written out': (value) => groups(value).join(':'),
  'with leading zeros': (value) =>
    groups(value)
      .map((group) => group.padStart(4, '0'))
      .join(':'),
  'upper case': (value) => groups(value).join(':').toUpperCase(),
  'as URL shortens it': (value) => new URL(`http://[${groups(value).join(':')}]`).hostname.slice(1, -1),
};

describe('address rules agree with arithmetic', () => {
  it.each(Object.entries(V4_SPELLINGS))('on IPv4 addresses, %s', (_name, spell) => {
    fc.assert(
      fc.property(anyV4, (value) => rules.isAllowed(spell(value)) === isPublicV4(value)),
      fuzzSettings(1_500),
    );
  });

  it.each(Object.entries(URL_SPELLINGS))('on IPv4 addresses in URLs, %s', (_name, spell) => {
    fc.assert(
      fc.property(anyV4, (value) => {
        const { hostname } = new URL(`http://${spell(value)}/`);
        return hostname === dotted(value) && rules.isAllowed(hostname) === isPublicV4(value);
      }),
      fuzzSettings(1_000),
    );
  });

  it.each(Object.entries(V6_SPELLINGS))('on IPv6 addresses, %s', (_name, spell) => {
    fc.assert(
      fc.property(anyV6, (value) => rules.isAllowed(spell(value)) === isPublicV6(value)),
      fuzzSettings(1_500),
    );
  });
});

/** Bits of an address as text, so that nothing of the code's byte arithmetic is repeated here. */
const bits = (value: bigint, length: number) => value.toString(2).padStart(length, '0');

/** Source: RFC 6052 section 2.2: the IPv4 address follows the prefix, and steps over bits 64 to 71. */
function carrying(prefix: string, v4: number, suffix: bigint): bigint {
  const tail = bits(suffix, 128);
  const body = `${prefix}${bits(BigInt(v4), 32)}`;
  const all = prefix.length === 96 ? body : `${body.slice(0, 64)}00000000${body.slice(64)}`;
  return BigInt(`0b${(all + tail).slice(0, 128)}`);
}

const nat64 = fc
  .record({
    length: fc.constantFrom(32, 40, 48, 56, 64, 96),
    start: fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }),
  })
  .map(({ length, start }) => {
    const given = bits(start, 128).slice(0, length);
    return length === 96 ? `${given.slice(0, 64)}00000000${given.slice(72)}` : given;
  })
  // Addresses that stand for IPv4 addresses already have no prefix.
  .filter((prefix) => BigInt(`0b${prefix.padEnd(128, '0')}`) >> 32n !== 0xffffn);

const cidr = (prefix: string) =>
  `${groups(BigInt(`0b${prefix.padEnd(128, '0')}`)).join(':')}/${prefix.length}`;

describe('address rules with a NAT64 prefix agree with arithmetic', () => {
  const anySuffix = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });

  it.each(Object.entries(V6_SPELLINGS))('within it, %s', (_name, spell) => {
    fc.assert(
      fc.property(nat64, anyV4, anySuffix, (prefix, v4, suffix) => {
        const within = createAddressRules({ allowCidrs: [], nat64Prefixes: [cidr(prefix)] });
        const address = carrying(prefix, v4, suffix);
        // What unmaps is an IPv4 address before any prefix is looked at.
        fc.pre(address >> 32n !== 0xffffn);
        return within.isAllowed(spell(address)) === isPublicV4(v4);
      }),
      fuzzSettings(1_000),
    );
  });

  it('beside it', () => {
    fc.assert(
      fc.property(nat64, anyV6, (prefix, value) => {
        fc.pre(!bits(value, 128).startsWith(prefix));
        const beside = createAddressRules({ allowCidrs: [], nat64Prefixes: [cidr(prefix)] });
        return beside.isAllowed(groups(value).join(':')) === isPublicV6(value);
      }),
      fuzzSettings(1_000),
    );
  });

  it('never allow what has one of the bits 64 to 71 set', () => {
    fc.assert(
      fc.property(nat64, anyV4, fc.integer({ min: 0, max: 7 }), (prefix, v4, bit) => {
        fc.pre(prefix.length < 96);
        const address = carrying(prefix, v4, 0n) | (1n << BigInt(56 + bit));
        const within = createAddressRules({
          allowCidrs: ['0.0.0.0/0', '::/0'],
          nat64Prefixes: [cidr(prefix)],
        });
        return !within.isAllowed(groups(address).join(':'));
      }),
      fuzzSettings(1_000),
    );
  });
});
