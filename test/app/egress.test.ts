import { composeEgress, readAuthorities } from '../../src/app/egress';
import { ConfigError, readConfig } from '../../src/config';

describe('where deliveries may go, by the settings', () => {
  it('is the public internet, directly, when nothing is set', () => {
    const { rules, proxy } = composeEgress(readConfig({}));
    expect(['8.8.8.8', '10.1.0.1'].map((address) => rules.isAllowed(address))).toEqual([true, false]);
    expect(proxy).toBeUndefined();
    expect(readAuthorities(readConfig({}))).toBeUndefined();
  });

  it('is what ALLOW_CIDRS adds and DENY_CIDRS takes away', () => {
    const { rules } = composeEgress(
      readConfig({ ALLOW_CIDRS: '10.0.0.0/8', DENY_CIDRS: '10.1.0.0/16,8.8.8.0/24' }),
    );
    const allowed = ['10.2.0.1', '10.1.0.1', '8.8.8.8'].map((address) => rules.isAllowed(address));
    expect(allowed).toEqual([true, false, false]);
  });

  it('is judged by the carried IPv4 address within NAT64_PREFIXES, and there only', () => {
    const addresses = ['64:ff9b::5db8:d822', '64:ff9b::7f00:1', '64:ff9b::a00:1', '64:ff9b::a9fe:a9fe'];
    const judged = (env: Record<string, string>) => {
      const { rules } = composeEgress(readConfig(env));
      return addresses.map((address) => rules.isAllowed(address));
    };
    expect(judged({})).toEqual([false, false, false, false]);
    expect(judged({ NAT64_PREFIXES: '64:ff9b::/96' })).toEqual([true, false, false, false]);
    expect(judged({ NAT64_PREFIXES: '64:ff9b::/96', ALLOW_CIDRS: '10.0.0.0/8' })).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(judged({ NAT64_PREFIXES: '64:ff9b::/96', DENY_CIDRS: '64:ff9b::/96' })).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('leads through the proxy of WEBHOOK_PROXY_URL', () => {
    const { proxy } = composeEgress(readConfig({ WEBHOOK_PROXY_URL: 'https://egress.example' }));
    expect(proxy).toMatchObject({ host: 'egress.example', port: 443, isSecure: true });
  });

  it('does not begin with an EXTRA_CA_FILE that cannot be read', () => {
    const read = () => readAuthorities(readConfig({ EXTRA_CA_FILE: '/nowhere/ca.pem' }));
    expect(read).toThrow(ConfigError);
    expect(read).toThrow('EXTRA_CA_FILE: "/nowhere/ca.pem" cannot be read (ENOENT); expected a PEM file');
  });
});
