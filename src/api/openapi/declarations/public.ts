import { ENVIRONMENT_PATH } from '../../route/request-state';
import { livenessAnswer, readinessAnswer } from '../../service/health';
import { webhookKeysAnswer } from '../../service/webhook-keys';
import { jsonObject } from '../../route/fields';
import type { RouteDeclaration } from '../route-declaration';

const about = { method: 'get', access: 'anybody' } as const;

/** Routes without authentication. */
export const PUBLIC_DECLARATIONS: readonly RouteDeclaration[] = [
  {
    ...about,
    operationId: 'listWebhookKeys',
    path: `${ENVIRONMENT_PATH}/webhook_keys`,
    tag: 'receivers',
    summary: 'Lists the public keys of the Ed25519 signatures',
    answers: { 200: { description: 'A JSON Web Key Set (RFC 7517).', schema: webhookKeysAnswer } },
    faults: [404, 500],
  },
  {
    ...about,
    operationId: 'showLiveness',
    isProbe: true,
    path: '/healthz',
    tag: 'service',
    summary: 'Says that the process lives',
    answers: { 200: { description: 'It lives.', schema: livenessAnswer } },
  },
  {
    ...about,
    operationId: 'showReadiness',
    isProbe: true,
    path: '/readyz',
    tag: 'service',
    summary: 'Says whether database and Temporal answer, and the process is not about to end',
    answers: {
      200: {
        description: 'Both answer; `database` tells, too, when it takes no writes at present.',
        schema: readinessAnswer,
      },
      503: {
        description: 'One of them does not, or the process drains before its end.',
        schema: readinessAnswer,
      },
    },
  },
  {
    ...about,
    operationId: 'showOpenApi',
    path: '/openapi.json',
    tag: 'service',
    summary: 'Shows this document',
    answers: { 200: { description: 'An OpenAPI 3.1 document.', schema: jsonObject } },
  },
];
