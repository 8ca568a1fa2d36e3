import { jsonObject } from '../route/fields';
import { route } from '../route/route';

/** What the route of the OpenAPI document needs. */
export interface OpenApiPorts {
  /** Describes every route, this one included. */
  readonly describe: () => Readonly<Record<string, unknown>>;
}

/** Shows the API's description to anybody. It is made when it is first asked for. */
export const showOpenApi = ({ describe }: OpenApiPorts) => {
  let document: Readonly<Record<string, unknown>> | undefined;
  return route({
    in: 'public',
    method: 'get',
    path: '/openapi.json',
    tag: 'service',
    summary: 'Shows this document',
    answers: { 200: { description: 'An OpenAPI 3.1 document.', schema: jsonObject } },
    handle: () => [200, (document ??= describe())],
  });
};
