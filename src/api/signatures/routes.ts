import { DomainError } from '../../domain/errors';
import type { Verifiers } from '../../domain/keys/signature-check';
import { inTurns } from '../../kit/in-turns';
import { checkSignatures } from '../../signing/check/check-signatures';
import { MAX_CHECKED_BYTES } from '../route/body';
import { route } from '../route/route';
import { checkedSignatureAnswer, checkSignatureBody } from './schemas';

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
