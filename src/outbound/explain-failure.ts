import type { AttemptErrorCode } from '../domain/deliveries/attempt';
import { DeadlineExceeded } from './deadline';
import { NameLookupError, AddressNotAllowed } from './network/allowed-addresses';
import { ProxyCouldNotReach } from './network/connect-through-proxy';
import { InvalidAnswer } from './send-request';

export interface ExplainedFailure {
  readonly errorCode: Exclude<AttemptErrorCode, 'http_status'>;
  /** For the customer: made of our own words and Node's error code, never of Node's message, which names addresses. */
  readonly errorMessage: string;
}

/** This machine is out of something; no receiver is to blame. */
const OWN_FAULTS = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS', 'EADDRNOTAVAIL']);

const TLS_FAULTS =
  /^(EPROTO$|ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|CRL_|ERROR_IN_C|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_|PATH_LENGTH_)/;

const CERTIFICATE_FAULTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain ends in an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is from an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is from an unknown authority, or the chain is incomplete',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/**
 * Says why a request brought no answer.
 *
 * @returns `undefined` for what is no receiver's doing: a fault of this machine, of this program or of the egress proxy.
 */
export function explainFailure(error: unknown, timeoutMs: number): ExplainedFailure | undefined {
  if (error instanceof DeadlineExceeded) return failure('timeout', `no answer within ${timeoutMs / 1000} s`);
  if (error instanceof AddressNotAllowed) {
    return failure('destination_not_allowed', 'the destination points to an address that is not allowed');
  }
  if (error instanceof NameLookupError) return explainLookup(codeOf(error.cause));
  if (error instanceof InvalidAnswer) {
    return failure('invalid_response', `the receiver sent ${error.message}`);
  }
  if (error instanceof ProxyCouldNotReach) {
    return failure('connection_failed', `no connection: ${error.message}`);
  }
  return explainCode(codeOf(error));
}

function explainLookup(code: string | undefined): ExplainedFailure {
  const isUnknown = code === 'ENOTFOUND' || code === 'ENODATA';
  return failure(
    'dns_error',
    isUnknown ? 'the host name has no address' : 'the host name could not be looked up',
  );
}

function explainCode(code: string | undefined): ExplainedFailure | undefined {
  if (code === undefined || OWN_FAULTS.has(code)) return undefined;
  if (code === 'HPE_HEADER_OVERFLOW') {
    return failure('invalid_response', 'the receiver sent headers of more than 16 KiB');
  }
  if (code.startsWith('HPE_'))
    return failure('invalid_response', `the receiver did not speak HTTP (${code})`);
  if (code === 'ECONNREFUSED') return failure('connection_refused', 'the connection was refused');
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return failure('connection_reset', 'the connection was closed before the answer was complete');
  }
  if (TLS_FAULTS.test(code)) {
    return failure(
      'tls_error',
      `no secure connection: ${CERTIFICATE_FAULTS[code] ?? `TLS failed (${code})`}`,
    );
  }
  return failure('connection_failed', `no connection (${code})`);
}

function failure(errorCode: ExplainedFailure['errorCode'], errorMessage: string): ExplainedFailure {
  return { errorCode, errorMessage };
}

function codeOf(error: unknown): string | undefined {
  const isCoded = typeof error === 'object' && error !== null && 'code' in error;
  return isCoded && typeof error.code === 'string' ? error.code : undefined;
}
