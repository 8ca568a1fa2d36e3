import { clientNetwork } from '../../../src/api/access/browser';

describe('the network of a client', () => {
  it.each([
    ['an IPv4 address', '203.0.113.7', '203.0.113.7'],
    ['an IPv4 address with a port', '203.0.113.7:51234', '203.0.113.7'],
    ['an IPv4 address as an IPv6 socket shows it', '::ffff:203.0.113.7', '203.0.113.7'],
    ['an IPv6 address: the /64 of it', '2001:4860:4860:0:1:2:3:4', '2001:4860:4860:0::/64'],
    ['another address of the same /64', '2001:4860:4860::8844', '2001:4860:4860:0::/64'],
    ['an IPv6 address in brackets, with a port', '[2001:4860:4860::8888]:443', '2001:4860:4860:0::/64'],
    ['an IPv6 address in brackets', '[2001:4860:4860::8888]', '2001:4860:4860:0::/64'],
    ['a link-local address with its zone', 'fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('of %s', (_case, address, network) => {
    expect(clientNetwork(address)).toBe(network);
  });

  it.each(['', 'unknown', '1.2.3', '1.2.3.4.5', '_hidden', '1.2.3.4\n', `1.2.3.4%${'x\n'.repeat(2000)}`])(
    'is short for %j, which may be no address',
    (address) => {
      expect(clientNetwork(address).length).toBeLessThanOrEqual(7);
    },
  );
});
