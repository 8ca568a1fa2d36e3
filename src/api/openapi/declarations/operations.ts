import type { DestinationGuard } from '../../dependencies';
import { ENVIRONMENT_PATH } from '../../route/request-state';
import {
  announcementAnswer,
  operationAnswer,
  pendingAnswer,
  reportAnswer,
  responseAnswer,
  announceOperationBody,
  eagerCompletedBody,
  failedBody,
  responseQuery,
  uploadedBody,
} from '../../operations/schemas';
import type { RouteDeclaration } from '../route-declaration';

const OPERATIONS = `${ENVIRONMENT_PATH}/operations`;
const about = { tag: 'operations' } as const;

/** Calls whose work goes on. */
export function operationDeclarations(guard: DestinationGuard): readonly RouteDeclaration[] {
  return [
    {
      ...about,
      operationId: 'announceOperation',
      access: 'publish',
      method: 'post',
      path: OPERATIONS,
      summary: 'Announces a call whose work goes on, idempotent by its `operation_id`',
      body: announceOperationBody(guard),
      answers: {
        200: { description: 'The same operation was announced before.', schema: announcementAnswer },
        201: { description: 'Announced.', schema: announcementAnswer },
      },
      faults: [409],
    },
    {
      ...about,
      operationId: 'showOperation',
      access: 'follow',
      method: 'get',
      path: `${OPERATIONS}/:id`,
      summary: 'Shows what an operation waits for, what was reported and what it has emitted',
      answers: { 200: { description: 'The operation.', schema: operationAnswer } },
      faults: [404],
    },
    {
      ...about,
      operationId: 'showResponse',
      access: 'follow',
      method: 'get',
      path: `${OPERATIONS}/:id/response`,
      summary: 'Waits for the answer of the call itself',
      query: responseQuery,
      answers: {
        200: { description: 'The answer.', schema: responseAnswer },
        202: { description: 'Not yet; ask again.', schema: pendingAnswer },
      },
      faults: [404],
    },
    ...REPORT_DECLARATIONS,
  ];
}

const report = { ...about, method: 'post', faults: [404, 409] } as const;
const answers = { 200: { description: 'Stored.', schema: reportAnswer } };

const REPORT_DECLARATIONS: readonly RouteDeclaration[] = [
  {
    ...report,
    operationId: 'reportUploaded',
    access: 'publish',
    path: `${OPERATIONS}/:id/uploaded`,
    summary: 'Reports the result of the call; the body has at most 1 MiB',
    body: uploadedBody,
    answers,
  },
  {
    ...report,
    operationId: 'reportEagerCompleted',
    access: 'publish',
    path: `${OPERATIONS}/:id/eager_completed`,
    summary: 'Reports some or all eager transformations; the body has at most 1 MiB',
    body: eagerCompletedBody,
    answers,
  },
  {
    ...report,
    operationId: 'reportFailed',
    access: 'publish',
    path: `${OPERATIONS}/:id/failed`,
    summary: 'Reports that the call has failed',
    body: failedBody,
    answers,
  },
];
