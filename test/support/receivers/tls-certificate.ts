import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface CertificateOptions {
  readonly dnsName: string;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

const ECDSA_WITH_SHA256 = sequence(tagged(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
const COMMON_NAME = tagged(0x06, Buffer.from('550403', 'hex'));
const SUBJECT_ALT_NAME = tagged(0x06, Buffer.from('551d11', 'hex'));

const HOUR_MS = 3_600_000;

/** Makes a self-signed certificate: trusted by who gets `cert` as an authority, refused by others. Source: RFC 5280, section 4.1. */
export function createCertificate({
  dnsName,
  notBefore = new Date(Date.now() - HOUR_MS),
  notAfter = new Date(Date.now() + HOUR_MS),
}: CertificateOptions): { readonly cert: string; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(tagged(0x31, sequence(COMMON_NAME, tagged(0x0c, Buffer.from(dnsName)))));
  const altNames = sequence(tagged(0x82, Buffer.from(dnsName)));

  const content = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))), // version 3
    tagged(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])), // serial number
    ECDSA_WITH_SHA256,
    name, // issuer
    sequence(time(notBefore), time(notAfter)),
    name, // subject
    publicKey.export({ format: 'der', type: 'spki' }),
    tagged(0xa3, sequence(sequence(SUBJECT_ALT_NAME, tagged(0x04, altNames)))),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', content, privateKey)]);
  const certificate = sequence(content, ECDSA_WITH_SHA256, tagged(0x03, signature));

  return {
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

/** One value in DER: tag, length, content. */
function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

/** GeneralizedTime, e.g. 20300102030405Z. */
function time(date: Date): Buffer {
  return tagged(0x18, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(0, 14)}Z`));
}
