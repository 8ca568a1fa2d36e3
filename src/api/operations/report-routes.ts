import type { z } from 'zod';
import { DomainError } from '../../domain/errors';
import type { Caller } from '../../domain/keys/access-key';
import type { Contradiction, OperationReport } from '../../domain/operations/operation';
import { MAX_EVENT_BYTES } from '../route/body';
import { showValue } from '../route/parse';
import { notFound, pathId } from '../route/path-id';
import { route } from '../route/route';
import type { OperationIntake, OperationPorts } from './routes';
import { eagerCompletedBody, failedBody, reportAnswer, uploadedBody } from './schemas';

/* What the platform says about an operation, in any order, and as often as it likes. */

/** The parts that all reports share. */
const about = {
  in: 'environment',
  method: 'post',
  access: 'publish',
  rate: 'publishing',
  tag: 'operations',
  maxBytes: MAX_EVENT_BYTES,
  answers: { 200: { description: 'Stored.', schema: reportAnswer } },
  faults: [404, 409],
} as const;

export const reportUploaded = ({ operationIntake }: OperationPorts) =>
  route({
    ...about,
    path: '/operations/:id/uploaded',
    summary: 'Reports the result of the call; the body has at most 1 MiB',
    find: ({ params }) => pathId(params.id, 'an operation'),
    body: uploadedBody,
    handle: (request) =>
      takeIn(operationIntake, request, { kind: 'uploaded', payload: request.body.payload }),
  });

export const reportEagerCompleted = ({ operationIntake }: OperationPorts) =>
  route({
    ...about,
    path: '/operations/:id/eager_completed',
    summary: 'Reports some or all eager transformations; the body has at most 1 MiB',
    find: ({ params }) => pathId(params.id, 'an operation'),
    body: eagerCompletedBody,
    handle: (request) =>
      takeIn(operationIntake, request, { kind: 'eager_completed', eager: request.body.eager }),
  });

export const reportFailed = ({ operationIntake }: OperationPorts) =>
  route({
    ...about,
    path: '/operations/:id/failed',
    summary: 'Reports that the call has failed',
    find: ({ params }) => pathId(params.id, 'an operation'),
    body: failedBody,
    handle(request) {
      const { error, public_id: publicId } = request.body;
      return takeIn(operationIntake, request, { kind: 'failed', error, publicId });
    },
  });

interface ReportRequest {
  readonly caller: Caller;
  /** The operation's id. */
  readonly found: string;
  readonly body: unknown;
}

async function takeIn(
  operationIntake: OperationIntake,
  { caller: { environmentId, cloudName }, found: operationId, body }: ReportRequest,
  report: OperationReport,
): Promise<readonly [200, z.input<typeof reportAnswer>]> {
  const result = await operationIntake.report({ environmentId, operationId }, cloudName, report);
  if (!result) throw notFound('an operation', operationId);
  if ('contradictions' in result) throw refusal(result.contradictions, body);
  return [200, { operation_id: operationId, accepted: true, duplicate: result.isDuplicate }];
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
