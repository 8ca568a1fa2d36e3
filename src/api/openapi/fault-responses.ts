import { errorAnswer } from '../schemas/answers/error';
import type { DocumentedResponse, JsonSchema } from './openapi-document';
import type { z } from 'zod';
import type { FaultStatus } from './route-declaration';

interface Fault {
  readonly name: string;
  readonly description: string;
  readonly headers?: Readonly<Record<string, object>>;
}

const header = (description: string, type: string) => ({ description, schema: { type } });

const FAULTS: Record<FaultStatus, Fault> = {
  400: {
    name: 'InvalidRequest',
    description: 'A field is missing, unknown or has another form than expected, or a limit is reached.',
  },
  401: {
    name: 'Unauthorized',
    description: 'Missing or wrong credentials, or a name that does not exist.',
    headers: { 'WWW-Authenticate': header('HTTP Basic.', 'string') },
  },
  404: { name: 'NotFound', description: 'The caller has no such thing, whoever else may have it.' },
  409: { name: 'Conflict', description: 'A unique key is taken, or the state does not allow it.' },
  413: { name: 'PayloadTooLarge', description: 'A body of more than 64 KiB, where nothing else is said.' },
  415: { name: 'UnsupportedMediaType', description: 'A body that is not JSON in UTF-8.' },
  500: { name: 'InternalError', description: 'Our fault; the log has it under the request’s id.' },
  503: {
    name: 'Unavailable',
    description: 'Temporal does not answer; nothing was changed.',
    headers: { 'Retry-After': header('Seconds.', 'integer') },
  },
};

export function faultReference(status: FaultStatus): { readonly $ref: string } {
  return { $ref: `#/components/responses/${FAULTS[status].name}` };
}

/** Every failed answer, by the name that `faultReference` refers to. */
export function faultResponses(
  toJsonSchema: (schema: z.ZodType) => JsonSchema,
): Readonly<Record<string, DocumentedResponse>> {
  const content = { 'application/json': { schema: toJsonSchema(errorAnswer) } };
  return Object.fromEntries(
    Object.values(FAULTS).map(({ name, ...response }) => [name, { ...response, content }]),
  );
}
