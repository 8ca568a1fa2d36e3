import { createCertificate } from '../tls-certificate';

const DAY_MS = 86_400_000;
const dnsName = 'hook.localhost';

/** For `hook.localhost`. */
export const certificates = {
  valid: createCertificate({ dnsName }),
  expired: createCertificate({ dnsName, notAfter: new Date(Date.now() - DAY_MS) }),
  notYetValid: createCertificate({ dnsName, notBefore: new Date(Date.now() + DAY_MS) }),
  otherName: createCertificate({ dnsName: 'other.example' }),
  selfSigned: createCertificate({ dnsName }),
};

const { selfSigned: _untrusted, ...trusted } = certificates;

/** The authorities that the sender is told to trust: every certificate but the self-signed one. */
export const trustedAuthorities: readonly string[] = Object.values(trusted).map(({ cert }) => cert);
