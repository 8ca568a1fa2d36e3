import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { SIGNATURE_ALGORITHMS } from '../../domain/keys/product-environment';
import { SIGNATURE_CAUSES } from '../../domain/keys/signature-check';
import type { Verifiers } from '../../domain/keys/signature-check';
import { inTurns } from '../../kit/in-turns';
import { checkSignatures } from '../../signing/check/check-signatures';
import { MAX_CHECKED_BYTES } from '../route/body';
import { strictObject } from '../route/parse';
import { route } from '../route/route';

const BASE64 = 'the bytes of the body in standard base64';
const TIMESTAMP = 'X-Cld-Timestamp as text: 1 to 16 digits';
const SIGNATURE = 'a text of 1 to 1000 characters';

/** Body of `POST /signatures/check`: a notification as a receiver got it. */
export const checkSignatureBody = strictObject({
  body_base64: z
    .string(BASE64)
    .refine((text) => Buffer.from(text, 'base64').toString('base64') === text, BASE64)
    .transform((text) => Buffer.from(text, 'base64'))
    .describe(BASE64),
  timestamp: z.string(TIMESTAMP).regex(/^\d{1,16}$/, TIMESTAMP),
  signature: signatureOf('X-Cld-Signature'),
  signature_v2: signatureOf('X-Cld-Signature_v2'),
});

function signatureOf(header: string) {
  return z.string(SIGNATURE).min(1, SIGNATURE).max(1_000, SIGNATURE).optional().describe(header);
}

const signatureKind = z
  .enum(['legacy', 'v2'])
  .describe('`legacy`: X-Cld-Signature; `v2`: X-Cld-Signature_v2.');

export const checkedSignatureAnswer = z
  .object({
    matches: z
      .array(
        z.object({
          signature: signatureKind,
          algorithm: z.enum([...SIGNATURE_ALGORITHMS, 'ed25519']),
          key: z.string().describe('The number of the access key, or the `kid` of the Ed25519 pair.'),
        }),
      )
      .describe('The keys that have signed it.'),
    causes: z
      .array(
        z.object({
          signature: signatureKind.nullable().describe('Null for what concerns the whole notification.'),
          code: z.enum(SIGNATURE_CAUSES),
          words: z.string().describe('For people.'),
        }),
      )
      .describe('Why a receiver may refuse it: the nearest cause of each signature, then those of the time.'),
  })
  .meta({ id: 'CheckedSignature', description: 'Who has signed a notification, and why it may be refused.' });

/** What the route of the signature check needs. */
export interface SignatureCheckPorts {
  readonly signing: SignatureRecords;
  readonly now: () => Date;
}

interface SignatureRecords {
  /** Everything that may have signed an environment's notifications, with the secrets: for comparing only. */
  findVerifiers(environmentId: string): Promise<Verifiers>;
}

/** A body is digested some dozens of times to find the nearest cause. */
const WEIGHT = 20;

export const checkSignature = ({ signing, now }: SignatureCheckPorts) =>
  route({
    in: 'environment',
    method: 'post',
    path: '/signatures/check',
    access: 'administer',
    rate: 'administration',
    tag: 'receivers',
    summary: 'Says which key signed a notification, or why its signature does not verify',
    body: checkSignatureBody,
    maxBytes: MAX_CHECKED_BYTES,
    weight: () => WEIGHT,
    answers: {
      200: { description: 'Who signed it, and why it may be refused.', schema: checkedSignatureAnswer },
    },
    async handle({ caller: { environmentId }, body }) {
      const { body_base64: bytes, timestamp, signature, signature_v2: signatureV2 } = body;
      if (signature === undefined && signatureV2 === undefined) throw nothingToCheck();
      const received = { body: bytes, timestamp, signature, signatureV2 };
      const verifiers = await signing.findVerifiers(environmentId);
      const nowSeconds = Math.floor(now().getTime() / 1000);
      const found = await inTurns(checkSignatures(received, verifiers, nowSeconds));
      const causes = found.causes.map((cause) => ({ ...cause, signature: cause.signature ?? null }));
      return [200, { matches: found.matches, causes }];
    },
  });

function nothingToCheck(): DomainError {
  return new DomainError(
    'invalid_request',
    'signature: got nothing, expected signature or signature_v2, or both',
  );
}
