import type Router from '@koa/router';
import type { z } from 'zod';
import { DomainError } from '../../domain/errors';
import type { OperationReport, Contradiction } from '../../domain/operations/report';
import { MAX_EVENT_BYTES } from '../route/body';
import { readJsonBody } from '../route/body';
import type { ApiDependencies } from '../dependencies';
import { parse } from '../route/parse';
import { notFound, pathId } from '../route/path-id';
import type { EnvironmentContext, EnvironmentState } from '../route/request-state';
import { showValue } from '../route/show-value';
import { eagerCompletedBody, failedBody, uploadedBody } from './schemas';

type Dependencies = Pick<ApiDependencies, 'operationIntake'>;

/** What the platform says about an operation, in any order, and as often as it likes. */
export function reportRoutes(router: Router<EnvironmentState>, deps: Dependencies): void {
  router.post(
    '/:id/uploaded',
    reporting(deps, uploadedBody, ({ payload }) => ({ kind: 'uploaded', payload })),
  );
  router.post(
    '/:id/eager_completed',
    reporting(deps, eagerCompletedBody, ({ eager }) => ({ kind: 'eager_completed', eager })),
  );
  router.post(
    '/:id/failed',
    reporting(deps, failedBody, ({ error, public_id: publicId }) => ({ kind: 'failed', error, publicId })),
  );
}

function reporting<Schema extends z.ZodType>(
  { operationIntake }: Dependencies,
  schema: Schema,
  toReport: (body: z.output<Schema>) => OperationReport,
) {
  return async (ctx: EnvironmentContext): Promise<void> => {
    const { environmentId, cloudName } = ctx.state.caller;
    const operationId = pathId(ctx, 'an operation');
    const body = await parse(schema, await readJsonBody(ctx.req, MAX_EVENT_BYTES));
    const result = await operationIntake.report({ environmentId, operationId }, cloudName, toReport(body));
    if (!result) throw notFound('an operation', operationId);
    if ('contradictions' in result) throw refusal(result.contradictions, body);
    ctx.body = { operation_id: operationId, accepted: true, duplicate: result.isDuplicate };
  };
}

function refusal(contradictions: readonly Contradiction[], body: unknown): DomainError {
  const message = contradictions
    .map(({ field, expected }) => `${field}: got ${showValue(valueAt(body, field))}, expected ${expected}`)
    .join('; ');
  const isUnknown = contradictions.every((each) => each.isUnknown);
  return new DomainError(isUnknown ? 'invalid_request' : 'conflict', message);
}

/** @param path names and numbers with dots between them. */
function valueAt(body: unknown, path: string): unknown {
  return path.split('.').reduce((value, key) => (value as Record<string, unknown>)[key], body);
}
