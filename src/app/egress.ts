import { type Config, ConfigError } from '../config';
import { createAddressRules } from '../domain/destinations/address-rules';
import { parseEgressProxy } from '../outbound/network/egress-proxy';
import { createNameResolver } from '../outbound/network/allowed-addresses';
import { readTrustedAuthorities } from '../outbound/network/guarded-agents';

/** Where deliveries may go, and which way. */
export function composeEgress({ ALLOW_CIDRS, DENY_CIDRS, NAT64_PREFIXES, WEBHOOK_PROXY_URL }: Config) {
  return {
    rules: createAddressRules({
      allowCidrs: ALLOW_CIDRS,
      denyCidrs: DENY_CIDRS,
      nat64Prefixes: NAT64_PREFIXES,
    }),
    resolver: createNameResolver(),
    proxy: WEBHOOK_PROXY_URL === undefined ? undefined : parseEgressProxy(WEBHOOK_PROXY_URL),
  };
}

/**
 * Whom deliveries trust.
 *
 * @returns PEM; `undefined` for the bundled authorities alone.
 * @throws ConfigError when the operator's file is of no use.
 */
export function readAuthorities({ EXTRA_CA_FILE }: Config): readonly string[] | undefined {
  if (EXTRA_CA_FILE === undefined) return undefined;
  try {
    return readTrustedAuthorities(EXTRA_CA_FILE);
  } catch (error) {
    throw new ConfigError([`EXTRA_CA_FILE: ${(error as Error).message}`]);
  }
}
