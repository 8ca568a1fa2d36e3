import { z } from 'zod';

/** A JSON Web Key Set of Ed25519 keys. Source: RFC 7517, RFC 8037. */
export const webhookKeysAnswer = z.object({
  keys: z.array(
    z.object({
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519'),
      kid: z.string(),
      x: z.string().describe('The raw public key, base64url.'),
      use: z.literal('sig'),
      alg: z.literal('EdDSA'),
    }),
  ),
});
