import Router from '@koa/router';
import type { z } from 'zod';
import type { Caller } from '../../domain/keys/caller';
import { DomainError } from '../../domain/errors';
import { toMicrosecondsUtc } from '../../domain/iso-time';
import { begin } from '../../domain/operations/begin';
import { operationMeaning } from '../../domain/operations/operation-meaning';
import type { OperationRecord } from '../../domain/operations/operation-record';
import type { PostedContent } from '../../domain/events/posted-content';
import { readJsonBody } from '../route/body';
import type { ApiDependencies } from '../dependencies';
import { Capacity } from '../limits/capacity';
import type { RequestShare } from '../limits/capacity';
import { parse } from '../route/parse';
import { notFound, pathId } from '../route/path-id';
import { presentOperation, shownBatchId } from './present';
import { ENVIRONMENT_PATH, type EnvironmentContext, type EnvironmentState } from '../route/request-state';
import { announceOperationBody, responseQuery } from './schemas';
import { reportRoutes } from './report-routes';

type Dependencies = Pick<
  ApiDependencies,
  | 'operationIntake'
  | 'operations'
  | 'operationAnswers'
  | 'deliveryControl'
  | 'destinationGuard'
  | 'newId'
  | 'now'
>;

type BodySchema = ReturnType<typeof announceOperationBody>;

/** Long polls at once: each holds a connection, and looks into the database once a second. */
const MAX_WAITING_REQUESTS = 1_000;

/** Calls whose work goes on: announced, reported about, and answered when their combination of parameters says so. */
export function operationRoutes(deps: Dependencies): Router<EnvironmentState> {
  const router = new Router<EnvironmentState>({ prefix: `${ENVIRONMENT_PATH}/operations` });
  const waiting = new Capacity(MAX_WAITING_REQUESTS, 'requests that wait for an answer');
  const body = announceOperationBody(deps.destinationGuard);
  router.post('/', (ctx) => announce(deps, body, ctx));
  router.get('/:id', (ctx) => show(deps, ctx));
  router.get('/:id/response', (ctx) => showResponse(deps, waiting, ctx));
  reportRoutes(router, deps);
  return router;
}

async function announce(deps: Dependencies, schema: BodySchema, ctx: EnvironmentContext): Promise<void> {
  const { caller } = ctx.state;
  const input = await readJsonBody(ctx.req);
  const body = await parse(schema, input);
  const announced = toRecord(body, caller, deps);
  const { outcome, record } = await deps.operationIntake.announce(
    announced,
    caller.cloudName,
    contentOf(input, body),
  );
  if (outcome === 'conflict') throw differentContent(record.operationId);
  ctx.status = outcome === 'accepted' ? 201 : 200;
  ctx.body = {
    operation_id: record.operationId,
    batch_id: shownBatchId(record.operation),
    duplicate: outcome === 'duplicate',
  };
}

function toRecord(body: z.output<BodySchema>, caller: Caller, { newId, now }: Dependencies): OperationRecord {
  const { method, request = {} } = body;
  // As long as the batch ids that are known. No method emits anything before its first report.
  const { operation, response } = begin({ method, request, batchId: newId() + newId() });
  const createdAt = now().toISOString();
  return {
    environmentId: caller.environmentId,
    operationId: body.operation_id ?? newId(),
    operation,
    request,
    response,
    triggeredAt: body.triggered_at === undefined ? createdAt : toMicrosecondsUtc(body.triggered_at),
    triggeredBy: body.triggered_by ?? { source: 'api', id: caller.apiKey },
    requestId: newId(),
    createdAt,
  };
}

function contentOf(input: unknown, body: z.output<BodySchema>): PostedContent {
  const asPosted = Object.fromEntries(Object.entries(input ?? {}).filter(([key]) => key !== 'operation_id'));
  return { meaning: operationMeaning(body), asPosted };
}

function differentContent(operationId: string): DomainError {
  return new DomainError(
    'conflict',
    `operation_id: got "${operationId}" with new content, expected the content that it was first posted with, or another id`,
  );
}

async function show({ operations, deliveryControl }: Dependencies, ctx: EnvironmentContext): Promise<void> {
  const { environmentId, cloudName } = ctx.state.caller;
  const operationId = pathId(ctx, 'an operation');
  const key = { environmentId, operationId };
  const stored = await operations.find(key);
  if (!stored) throw notFound('an operation', operationId);
  const reports = await operations.listReports(key);
  ctx.body = presentOperation({ stored, reports, cloudName, pages: deliveryControl });
}

async function showResponse(
  { operationAnswers }: Dependencies,
  waiting: Capacity,
  ctx: EnvironmentContext,
): Promise<void> {
  const { environmentId, apiKey } = ctx.state.caller;
  const operationId = pathId(ctx, 'an operation');
  const query = await parse(responseQuery, ctx.query, 'query');
  if (query.wait_seconds > 0) waitAside(ctx.state.share, waiting, apiKey);
  const gone = new AbortController();
  ctx.res.once('close', () => gone.abort());
  const until = { waitMs: query.wait_seconds * 1000, signal: gone.signal };
  const found = await operationAnswers.wait({ environmentId, operationId }, until);
  if (!found) throw notFound('an operation', operationId);
  const { response } = found;
  ctx.status = response ? 200 : 202;
  ctx.body = response ? { status: response.outcome, response: response.body } : { status: 'pending' };
}

/** A request that only waits takes no place from those that are worked on. */
function waitAside(share: RequestShare, waiting: Capacity, apiKey: string): void {
  share.leave();
  share.hold(waiting.enter());
  share.hold(waiting.claim(apiKey, 'publish_requests'));
}
