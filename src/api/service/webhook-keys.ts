import { z } from 'zod';
import type { Author } from '../../domain/keys/audit-entry';
import { DomainError } from '../../domain/errors';
import { jwks } from '../../signing/jwks';
import { emptyBody } from '../route/fields';
import { isPlainName } from '../route/path-id';
import { PREFIXES, route } from '../route/route';
import { showValue } from '../route/parse';

/** What the routes of the Ed25519 pairs need. */
export interface WebhookKeyPorts {
  readonly webhookKeys: WebhookKeys;
  readonly now: () => Date;
}

export interface WebhookKeys {
  /** Public keys of the active Ed25519 pairs: raw 32 bytes, base64url. `undefined` for an unknown cloud name. */
  listPublic(cloudName: string): Promise<readonly { readonly kid: string; readonly x: string }[] | undefined>;
  /**
   * Makes a new pair, which signs from now on; the one before stays published.
   *
   * @param at ISO text, UTC.
   * @returns the new pair's id.
   */
  rotate(environmentId: string, at: string, by: Author): Promise<string>;
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

export const rotatedKeysAnswer = webhookKeysAnswer.extend({
  kid: z.string().describe('Of the new pair, which signs from now on.'),
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
      // A cache in between must not go on publishing a key that was revoked.
      return [200, jwks(found), { 'cache-control': 'no-cache' }];
    },
  });

/** The same as `keys rotate <cloud_name>` on the command line. Source: docs/decisions.md D15. */
export const rotateWebhookKeys = ({ webhookKeys, now }: WebhookKeyPorts) =>
  route({
    in: 'environment',
    method: 'post',
    path: '/webhook_keys/rotate',
    access: 'administer',
    rate: 'administration',
    tag: 'receivers',
    summary: 'Makes a new Ed25519 pair, which signs from now on; the one before stays published',
    body: emptyBody,
    answers: { 201: { description: 'The new pair, and what is published now.', schema: rotatedKeysAnswer } },
    async handle({ caller: { environmentId, cloudName }, by }) {
      const kid = await webhookKeys.rotate(environmentId, now().toISOString(), by);
      return [201, { kid, ...jwks((await webhookKeys.listPublic(cloudName)) ?? []) }];
    },
  });

function unknownCloudName(cloudName: string): DomainError {
  return new DomainError(
    'not_found',
    `cloud_name: got ${showValue(cloudName)}, expected the name of a product environment`,
  );
}
