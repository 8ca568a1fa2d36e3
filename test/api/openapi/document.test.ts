import { isJsonObject } from '../../../src/domain/json/json-values';
import { DOCUMENT, OPERATIONS, responseOf, type Documented } from '../../support/services/documented';
import { mountedRoutes } from '../support/mounted-routes';
import { useStoredApi } from '../../support/services/stored-api';

describe('GET /openapi.json', () => {
  const api = useStoredApi();

  it('answers the document to anybody', async () => {
    const answer = await api.callAbsolute('GET /openapi.json', { authorization: undefined });
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([
      200,
      'application/json; charset=utf-8',
    ]);
    expect(answer.json).toEqual(JSON.parse(JSON.stringify(DOCUMENT)));
  });
});

describe('the OpenAPI document', () => {
  it('has every route of the API, and no other', () => {
    const documented = OPERATIONS.map(({ method, path }) => `${method} ${path}`);
    expect(documented.sort()).toEqual(mountedRoutes().toSorted());
  });

  it('is of version 3.1 and says whose it is', () => {
    expect(DOCUMENT.openapi).toMatch(/^3\.1\.\d+$/);
    expect(DOCUMENT.info).toEqual({
      title: expect.any(String),
      version: '1.2.3',
      description: expect.any(String),
    });
  });

  it('says that the API is where the document comes from', () => {
    expect(DOCUMENT.servers).toEqual([{ url: '/' }]);
  });

  it('shows the form of a cloud name wherever a path has one', () => {
    const inPaths = OPERATIONS.flatMap(({ parameters }) =>
      parameters.filter(({ name }) => name === 'cloud_name').map(({ schema }) => schema.pattern),
    );
    expect(new Set(inPaths)).toEqual(new Set(['^[a-z0-9][a-z0-9_-]{0,62}$']));
  });

  it.each([
    ['max_results', 50],
    ['page_size', 100],
    ['wait_seconds', 0, 20],
  ])('shows the defaults of %s', (name, ...byDefault) => {
    const found = OPERATIONS.flatMap(({ parameters }) => parameters.filter((each) => each.name === name));
    expect(new Set(found.map(({ schema }) => schema.default))).toEqual(new Set(byDefault));
  });

  it('gives every operation an id of its own', () => {
    const ids = OPERATIONS.map(({ operationId }) => operationId);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it.each(OPERATIONS)('describes $operationId as OpenAPI wants it', (operation) => {
    expect(operation.summary).not.toBe('');
    expect(DOCUMENT.tags.map(({ name }) => name)).toEqual(expect.arrayContaining([...operation.tags]));
    expect(Object.keys(DOCUMENT.components.securitySchemes)).toEqual(
      expect.arrayContaining(operation.security.flatMap((scheme) => Object.keys(scheme))),
    );
    expect(pathParametersOf(operation)).toEqual(
      [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, true]),
    );
    const names = operation.parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
    expect(names).toEqual([...new Set(names)]);
    const statuses = Object.keys(operation.responses);
    expect(statuses.filter((status) => /^2\d\d$/.test(status))).not.toEqual([]);
    expect(statuses.filter((status) => !responseOf(operation, Number(status))?.description)).toEqual([]);
  });

  it('refers only to components that it has, and has none that nothing refers to', () => {
    const { schemas, responses, headers } = DOCUMENT.components;
    const had = [
      ...Object.keys(schemas).map((name) => `#/components/schemas/${name}`),
      ...Object.keys(responses).map((name) => `#/components/responses/${name}`),
      ...Object.keys(headers).map((name) => `#/components/headers/${name}`),
    ];
    const wanted = [...JSON.stringify(DOCUMENT).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target);
    expect([...new Set(wanted)].sort()).toEqual(had.sort());
  });

  it('has only keywords of JSON Schema, with values of their kind', () => {
    expect(allSchemas().flatMap(faultyKeywords)).toEqual([]);
  });
});

function pathParametersOf({ parameters }: Documented) {
  return parameters
    .filter((parameter) => parameter.in === 'path')
    .map(({ name, required }) => [name, required]);
}

/** Every schema of the document, those within others included. */
function allSchemas(): readonly object[] {
  const media = OPERATIONS.flatMap((operation) => [
    ...Object.values(operation.requestBody?.content ?? {}),
    ...Object.keys(operation.responses).flatMap((status) =>
      Object.values(responseOf(operation, Number(status))?.content ?? {}),
    ),
  ]);
  const parameters = OPERATIONS.flatMap((operation) => operation.parameters);
  const outermost = [...media, ...parameters].map(({ schema }) => schema);
  return [...outermost, ...Object.values(DOCUMENT.components.schemas)].flatMap(withInner);
}

function withInner(schema: Readonly<Record<string, unknown>>): readonly object[] {
  const { properties = {}, items, propertyNames, additionalProperties, anyOf = [], oneOf = [] } = schema;
  const inner = [properties, [items, propertyNames, additionalProperties], anyOf, oneOf].flatMap((group) =>
    Object.values(group as object).filter(isJsonObject),
  );
  return [schema, ...inner.flatMap(withInner)];
}

const isText = (value: unknown) => typeof value === 'string';
const isFlag = (value: unknown) => typeof value === 'boolean';
const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
const isSize = (value: unknown) => Number.isInteger(value) && Number(value) >= 0;
const isList = (value: unknown) => Array.isArray(value) && value.length > 0;
const isType = (value: unknown) => TYPES.includes(String(value)) || (isList(value) && isKnown(value as []));
const isKnown = (values: readonly unknown[]) => values.every((value) => TYPES.includes(String(value)));
const TYPES = ['object', 'array', 'string', 'integer', 'number', 'boolean', 'null'];

/** Source: JSON Schema 2020-12, validation and applicator vocabularies, as far as the document uses them. */
const KEYWORDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  type: isType,
  properties: isJsonObject,
  required: (value) => Array.isArray(value) && value.every(isText),
  additionalProperties: (value) => isFlag(value) || isJsonObject(value),
  propertyNames: isJsonObject,
  items: isJsonObject,
  minItems: isSize,
  maxItems: isSize,
  anyOf: isList,
  oneOf: isList,
  enum: isList,
  const: () => true,
  default: () => true,
  minimum: isNumber,
  maximum: isNumber,
  minLength: isSize,
  maxLength: isSize,
  pattern: (value) => isText(value) && RegExp(String(value), 'u') instanceof RegExp,
  format: (value) => value === 'date-time' || value === 'uri',
  description: isText,
  $ref: isText,
};

function faultyKeywords(schema: object): readonly string[] {
  return Object.entries(schema)
    .filter(([keyword, value]) => !KEYWORDS[keyword]?.(value))
    .map(([keyword, value]) => `${keyword}: ${JSON.stringify(value)}`);
}
