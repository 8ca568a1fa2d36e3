import Router from '@koa/router';
import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import type { ApiDependencies } from '../dependencies';
import { isPlainName } from '../route/path-id';
import { ENVIRONMENT_PATH, type RequestState } from '../route/request-state';
import { showValue } from '../route/show-value';

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

interface PublicKey {
  readonly kid: string;
  readonly x: string;
}

/** A JSON Web Key Set of Ed25519 keys. Source: RFC 7517, RFC 8037, docs/decisions.md D15. */
export function presentWebhookKeys(keys: readonly PublicKey[]) {
  return {
    keys: keys.map(({ kid, x }) => ({ kty: 'OKP', crv: 'Ed25519', kid, x, use: 'sig', alg: 'EdDSA' })),
  };
}

/** Public keys of the v2 signatures, for receivers: no authentication. Source: docs/decisions.md D15. */
export function webhookKeyRoutes({
  webhookKeys,
}: Pick<ApiDependencies, 'webhookKeys'>): Router<RequestState> {
  const router = new Router<RequestState>();
  router.get(`${ENVIRONMENT_PATH}/webhook_keys`, async (ctx) => {
    const cloudName = ctx.params.cloud_name ?? '';
    const keys = isPlainName(cloudName) ? await webhookKeys.listPublic(cloudName) : undefined;
    if (!keys) throw unknownCloudName(cloudName);
    // A cache in between must not go on publishing a key that was revoked.
    ctx.set('cache-control', 'no-cache');
    ctx.body = presentWebhookKeys(keys);
  });
  return router;
}

function unknownCloudName(cloudName: string): DomainError {
  return new DomainError(
    'not_found',
    `cloud_name: got ${showValue(cloudName)}, expected the name of a product environment`,
  );
}
