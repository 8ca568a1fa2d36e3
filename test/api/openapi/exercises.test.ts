import { basic } from '../../support/services/test-api';
import { ENVIRONMENT } from '../../support/builders/an-environment';
import { faultsIn, OPERATIONS, responseOf, type Documented } from '../../support/services/documented';
import { EXERCISES } from '../support/exercise-table';
import { exercisesOf, type Exercise } from '../support/exercises';
import { API_KEY, API_SECRET } from '../../support/builders/an-access-key';
import { anAccount } from '../../support/builders/an-account';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

const ACCOUNT = anAccount();
const CREDENTIALS: Readonly<Record<string, string>> = {
  access_key: basic(API_KEY, API_SECRET),
  provisioning_key: basic(ACCOUNT.apiKey, ACCOUNT.apiSecret),
};

const ROWS = OPERATIONS.flatMap((operation) =>
  exercisesOf(operation).map((exercise) => ({
    operationId: operation.operationId,
    status: exercise.status,
    operation,
    exercise,
  })),
);

const PARAMETERS = OPERATIONS.flatMap((operation) =>
  operation.parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, schema }) => ({ operationId: operation.operationId, name, operation, schema })),
);

describe('the documented operations', () => {
  it.each(PARAMETERS)(
    '$operationId takes an empty $name exactly when the document does',
    async ({ operation, name, schema }) => {
      const [exercise] = exercisesOf(operation);
      await exercise?.arrange?.(api);
      const answer = await send(operation, { ...exercise, status: 200, query: `${name}=` });
      expect(answer.status === 400).toBe(faultsIn(schema, '').length > 0);
    },
  );

  it.each(ROWS)('$operationId answers $status, as documented', async ({ operation, exercise }) => {
    if (exercise.settings) await api.restart(exercise.settings);
    await exercise.arrange?.(api);
    const { attempts = 1, status } = exercise;
    let answer = await send(operation, exercise);
    for (let n = 1; n < attempts && answer.status !== status; n++) answer = await send(operation, exercise);
    expect([answer.status, answer.message]).toEqual([exercise.status, expect.any(String)]);
    const media = responseOf(operation, exercise.status)?.content?.['application/json'];
    if (media) expect(faultsIn(media.schema, answer.json)).toEqual([]);
    else expect([status, answer.text]).toEqual([304, '']);
    expect(Object.keys(responseOf(operation, status)?.headers ?? {})).toEqual(
      expect.arrayContaining(limitHeadersOf(answer.headers)),
    );
  });

  it.each(OPERATIONS)('$operationId declares the headers that tell limits if it has any', (operation) => {
    const isLimited = operation.security.length > 0;
    const successes = Object.keys(operation.responses).filter((status) => status.startsWith('2'));
    const declared = successes.map((status) =>
      Object.keys(responseOf(operation, Number(status))?.headers ?? {}),
    );
    expect(declared).toEqual(successes.map(() => (isLimited ? LIMIT_HEADERS.slice(0, 3) : [])));
  });

  it.each(ROWS.filter(({ status, exercise }) => status < 300 && 'json' in exercise))(
    '$operationId accepts a body of the documented form with $status',
    ({ operation, exercise }) => {
      const media = operation.requestBody?.content['application/json'];
      expect(faultsIn(media?.schema ?? { not: {} }, exercise.json, 'allowed')).toEqual([]);
    },
  );

  it.each(OPERATIONS)('every status of $operationId is exercised, and no other', (operation) => {
    const exercised = exercisesOf(operation).map(({ status }) => String(status));
    expect([...new Set(exercised)].sort()).toEqual(Object.keys(operation.responses).sort());
  });

  it('are all that the table has', () => {
    expect(Object.keys(EXERCISES).sort()).toEqual(OPERATIONS.map(({ operationId }) => operationId).sort());
  });
});

/** Those that tell a caller what it may still ask for, and how. */
const LIMIT_HEADERS = [
  'X-FeatureRateLimit-Limit',
  'X-FeatureRateLimit-Remaining',
  'X-FeatureRateLimit-Reset',
  'Retry-After',
  'WWW-Authenticate',
];

function limitHeadersOf(headers: Headers): readonly string[] {
  return LIMIT_HEADERS.filter((name) => headers.has(name));
}

async function send(operation: Documented, exercise: Exercise) {
  const { query, json, text, contentType, headers } = exercise;
  const [scheme] = operation.security.flatMap((each) => Object.keys(each));
  return api.callAbsolute(`${operation.method} ${pathOf(operation, exercise)}${query ? `?${query}` : ''}`, {
    ...('json' in exercise && { json }),
    ...(text !== undefined && { body: text }),
    headers: { ...headers, ...(contentType !== undefined && { 'Content-Type': contentType }) },
    authorization: scheme === undefined ? undefined : authorizationOf(scheme, exercise),
  });
}

function authorizationOf(scheme: string, { isAnonymous, hasWrongSecret }: Exercise): string | undefined {
  if (isAnonymous) return undefined;
  return hasWrongSecret ? basic('1', 'wrong') : CREDENTIALS[scheme];
}

function pathOf({ path }: Documented, exercise: Exercise): string {
  const values: Readonly<Record<string, string>> = {
    cloud_name: ENVIRONMENT.cloudName,
    account_id: ACCOUNT.id,
    ...exercise.path,
  };
  return path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
