import { randomBytes } from 'node:crypto';
import type { ConfigError } from '../src/config';
import { maskedConfig, readConfig } from '../src/config';

const aMasterKey = () => `k1=${randomBytes(32).toString('base64')}`;

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    return (error as ConfigError).faults;
  }
}

describe('the configuration', () => {
  it('has a default for everything in development', () => {
    expect(readConfig({})).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 8080,
      DATA_DIR: '.data',
      TEMPORAL_PORT: 7233,
      TEMPORAL_UI_PORT: 8233,
      ALLOW_CIDRS: [],
      RETRY_DELAYS_SECONDS: [180, 360, 540],
      ATTEMPT_TIMEOUT_SECONDS: 20,
      OPERATION_DEADLINE_SECONDS: 3_600,
      MAX_NOTIFICATION_URLS: 30,
      API_REQUESTS_PER_SECOND: 100,
      PUBLISH_REQUESTS_PER_SECOND: 5_000,
      MAX_CONCURRENT_REQUESTS: 512,
      TRUST_PROXY: 0,
      LOG_LEVEL: 'info',
      FIRST_ATTEMPT: 'delivery',
      RETENTION_DAYS: 30,
      AUDIT_RETENTION_DAYS: 400,
    });
  });

  it('takes an empty value for one that is not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' }).PORT).toBe(8080);
  });

  it.each([
    ['PORT', '0', 'PORT: "0" is not valid: expected a whole number from 1 to 65535'],
    ['PORT', '80a', 'PORT: "80a" is not valid: expected a whole number from 1 to 65535'],
    [
      'DATABASE_URL',
      'mysql://u:s3cret@h/d',
      'DATABASE_URL: value is not valid: expected sqlite:<file> or postgres://…',
    ],
    ['TEMPORAL_ADDRESS', 'temporal', 'TEMPORAL_ADDRESS: "temporal" is not valid: expected host:port'],
    [
      'RETRY_DELAYS_SECONDS',
      '1,x',
      'RETRY_DELAYS_SECONDS: "1,x" is not valid: expected whole seconds from 0 to 86400, separated by commas',
    ],
    ['TEMPORAL_UI_URL', 'ui', 'TEMPORAL_UI_URL: "ui" is not valid: expected an http(s) URL'],
    ['FIRST_ATTEMPT', 'parent', 'FIRST_ATTEMPT: "parent" is not valid: expected one of delivery, event'],
    ...['1', '2', '36501', '-1', '30.5', 'x'].map((value): [string, string, string] => [
      'RETENTION_DAYS',
      value,
      `RETENTION_DAYS: "${value}" is not valid: expected 0, or a whole number from 3 to 36500: statistics are counted from the last 48 hours`,
    ]),
    [
      'AUDIT_RETENTION_DAYS',
      '7',
      'AUDIT_RETENTION_DAYS: "7" is not valid: expected 0, or RETENTION_DAYS (30) or more',
    ],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL: "loud" is not valid: expected one of debug, info, warn, error, silent'],
    ['NODE_ENV', 'prod', 'NODE_ENV: "prod" is not valid: expected one of development, production, test'],
    [
      'NODE_ENV',
      'Production',
      'NODE_ENV: "Production" is not valid: expected one of development, production, test',
    ],
    [
      'ALLOW_CIDRS',
      '10.0.0.0/33',
      'ALLOW_CIDRS: "10.0.0.0/33" is not valid: "10.0.0.0/33" is not an address range; expected CIDR notation such as 10.0.0.0/8 or fd00::/8',
    ],
    [
      'DENY_CIDRS',
      '2a00:64::1/96',
      'DENY_CIDRS: "2a00:64::1/96" is not valid: "2a00:64::1/96" is not an address range; expected CIDR notation such as 10.0.0.0/8 or fd00::/8',
    ],
    [
      'NAT64_PREFIXES',
      '64:ff9b::/96,2a00:64::/80',
      'NAT64_PREFIXES: "64:ff9b::/96,2a00:64::/80" is not valid: "2a00:64::/80" has the length 80; expected 32, 40, 48, 56, 64 or 96',
    ],
    [
      'WEBHOOK_PROXY_URL',
      'socks5://worker:s3cret@proxy:1080',
      'WEBHOOK_PROXY_URL: value is not valid: expected http://host:port or https://host:port, with user:password@ if it needs them',
    ],
    [
      'MASTER_KEYS',
      'k1=c2hvcnQ=',
      'MASTER_KEYS: value is not valid: entry 1 has a key of 5 bytes; expected 32',
    ],
  ])('refuses %s=%s and says what it expects', (name, value, fault) => {
    expect(faultsOf({ [name]: value })).toEqual([fault]);
  });

  it('takes every retention that keeps the audit log as long as events, which the default does', () => {
    for (const env of [
      { RETENTION_DAYS: '0' },
      { RETENTION_DAYS: '3' },
      { RETENTION_DAYS: '500' },
      { RETENTION_DAYS: '7', AUDIT_RETENTION_DAYS: '7' },
      { RETENTION_DAYS: '7', AUDIT_RETENTION_DAYS: '0' },
    ]) {
      expect([env, faultsOf(env)]).toEqual([env, []]);
    }
    expect(faultsOf({ RETENTION_DAYS: '0', AUDIT_RETENTION_DAYS: '400' })).toEqual([
      'AUDIT_RETENTION_DAYS: "400" is not valid: expected 0, since RETENTION_DAYS is 0',
    ]);
  });

  it('reports all faults at once', () => {
    const faults = faultsOf({ NODE_ENV: 'production', PORT: 'x', LOG_LEVEL: 'loud', ALLOW_CIDRS: 'nowhere' });
    expect(faults.map((fault) => fault.split(/[: ]/, 1)[0]).sort()).toEqual([
      'ALLOW_CIDRS',
      'LOG_LEVEL',
      'MASTER_KEYS',
      'PORT',
    ]);
  });

  it('reports all faults of one setting', () => {
    expect(faultsOf({ NAT64_PREFIXES: '10.0.0.0/8 2a00:64::1/96 2a00:65::/33' })).toHaveLength(3);
  });

  it('requires MASTER_KEYS in production', () => {
    expect(faultsOf({ NODE_ENV: 'production' })).toEqual([
      'MASTER_KEYS is not set: expected kid=base64[,…] when NODE_ENV is production',
    ]);
    expect(faultsOf({ NODE_ENV: 'production', MASTER_KEYS: aMasterKey() })).toEqual([]);
  });

  it('is printed without its secrets', () => {
    const masterKeys = aMasterKey();
    const config = readConfig({
      MASTER_KEYS: masterKeys,
      DATABASE_URL: 'postgres://app:s3cret@db:5432/webhooks',
      WEBHOOK_PROXY_URL: 'http://worker:s3cret@proxy:4750',
    });
    const printed = JSON.stringify(maskedConfig(config));
    expect(printed).not.toContain('s3cret');
    expect(printed).not.toContain(masterKeys);
    expect(printed).toContain('postgres://app:***@db:5432/webhooks');
    expect(printed).toContain('http://***@proxy:4750');
  });

  it.each([
    ['with an @ in it', 'postgres://app:p@s3cret@db:5432/webhooks'],
    ['as a parameter', 'postgres://db:5432/webhooks?user=app&password=s3cret'],
  ])('is printed without a database password %s', (_where, DATABASE_URL) => {
    expect(JSON.stringify(maskedConfig(readConfig({ DATABASE_URL })))).not.toContain('s3cret');
  });
});
