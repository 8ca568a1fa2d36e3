import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { isPlainName } from '../route/path-id';
import { PREFIXES, route } from '../route/route';
import { showValue } from '../route/show-value';

/** What the route of the public keys needs. */
export interface WebhookKeyPorts {
  readonly webhookKeys: WebhookKeys;
}

export interface WebhookKeys {
  /** Public keys of the active Ed25519 pairs: raw 32 bytes, base64url. `undefined` for an unknown cloud name. */
  listPublic(cloudName: string): Promise<readonly { readonly kid: string; readonly x: string }[] | undefined>;
}

/** A JSON Web Key Set of Ed25519 keys. Source: RFC 7517, RFC 8037. */
const webhookKeysAnswer = z.object({
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

/** Public keys of the v2 signatures, for receivers: no authentication. Source: docs/decisions.md D15. */
export const listWebhookKeys = ({ webhookKeys }: WebhookKeyPorts) =>
  route({
    in: 'public',
    method: 'get',
    path: `${PREFIXES.environment}/webhook_keys`,
    tag: 'receivers',
    summary: 'Lists the public keys of the Ed25519 signatures',
    answers: { 200: { description: 'A JSON Web Key Set (RFC 7517).', schema: webhookKeysAnswer } },
    faults: [404, 500],
    async handle({ params: { cloud_name: cloudName } }) {
      const found = isPlainName(cloudName) ? await webhookKeys.listPublic(cloudName) : undefined;
      if (!found) throw unknownCloudName(cloudName);
      const keys = found.map(({ kid, x }) => {
        return { kty: 'OKP', crv: 'Ed25519', kid, x, use: 'sig', alg: 'EdDSA' } as const;
      });
      // A cache in between must not go on publishing a key that was revoked.
      return [200, { keys }, { 'cache-control': 'no-cache' }];
    },
  });

function unknownCloudName(cloudName: string): DomainError {
  return new DomainError(
    'not_found',
    `cloud_name: got ${showValue(cloudName)}, expected the name of a product environment`,
  );
}
