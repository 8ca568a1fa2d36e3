import Router from '@koa/router';
import { DomainError } from '../../domain/errors';
import { jwks } from '../../signing/jwks';
import type { ApiDependencies } from '../dependencies';
import { isPlainName } from '../plain-name';
import { ENVIRONMENT_PATH, type RequestState } from '../request-state';
import { showValue } from '../show-value';

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
    ctx.body = jwks(keys);
  });
  return router;
}

function unknownCloudName(cloudName: string): DomainError {
  return new DomainError(
    'not_found',
    `cloud_name: got ${showValue(cloudName)}, expected the name of a product environment`,
  );
}
