import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import tls from 'node:tls';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g;

/**
 * The bundled certificate authorities and those of a file of the operator's.
 *
 * @param file PEM.
 * @returns PEM, one certificate each.
 * @throws Error when the file cannot be read, has no certificate, or has one with a fault.
 */
export function readTrustedAuthorities(file: string): readonly string[] {
  const extra = read(file).match(CERTIFICATE) ?? [];
  if (extra.length === 0) throw new Error(`"${file}" contains no certificate; expected PEM`);
  extra.forEach((pem, index) => {
    try {
      new X509Certificate(pem);
    } catch (cause) {
      throw new Error(`certificate ${index + 1} in "${file}" cannot be read; expected PEM`, { cause });
    }
  });
  return [...tls.rootCertificates, ...extra];
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(`"${file}" cannot be read (${code}); expected a PEM file`, { cause });
  }
}
