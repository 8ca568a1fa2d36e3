import { composeStores } from '../../src/app/stores';
import { rolesThatMay, type Role } from '../../src/domain/keys/role';
import { sqlite, type OpenDatabase } from '../support/databases/databases';
import { dumpOf } from '../support/databases/dump-of';
import { someMasterKeys } from '../support/builders/some-master-keys';
import { basic, TestApi } from '../support/services/test-api';
import { OPERATIONS, ROUTES, type Documented } from '../support/services/documented';
import { EXERCISES } from './support/exercise-table';
import { realStores } from '../support/services/real-stores';
import { plantTenant, type Tenant } from './support/tenants';

/*
 * Every operation of the API, on the real stores, asked for by everybody who must not have it. "acme" is the tenant
 * whose things they are after, "globex" another one.
 */

const api = new TestApi();
let opened: OpenDatabase;
let acme: Tenant;
let globex: Tenant;
let requests = 0;

beforeAll(async () => {
  opened = await sqlite.open();
  acme = await plantTenant(opened.db, 'acme');
  globex = await plantTenant(opened.db, 'globex');
  const settings = { trustedProxies: 1, maxNotificationUrls: 30 };
  await api.start(settings, realStores(composeStores(opened.db, someMasterKeys())));
});
afterAll(async () => {
  await api.stop();
  await opened.close();
});

const ACCESS = new Map(ROUTES.map((route) => [route.operationId, route.access]));

/** An operation is asked for below the path of `place`, with the ids of `owner`. */
interface Request {
  readonly place: Tenant;
  readonly owner: Tenant | 'nobody';
  readonly authorization: string | undefined;
}

const nameOf = (owner: Tenant | 'nobody') => (owner === 'nobody' ? owner : owner.cloudName);

/** Where an operation takes ids beside its path. */
const QUERIES: Readonly<Record<string, (owner: Tenant | 'nobody') => string>> = {
  deleteAccessKeyByName: (owner) => `name=${nameOf(owner)}-reader`,
  listSubAccounts: (owner) => `ids=${owner === 'nobody' ? owner : owner.environmentId}`,
  listDeliveries: (owner) => `event_id=${nameOf(owner)}-event`,
  showResponse: () => 'wait_seconds=0',
  claimMessages: () => 'channel=orders&wait_seconds=0',
  search: (owner) => `q=${nameOf(owner)}-event`,
};
const BODIES: Readonly<Record<string, (owner: Tenant | 'nobody') => object>> = {
  createSubAccount: (owner) => ({
    name: 'New',
    base_sub_account_id: owner === 'nobody' ? owner : owner.environmentId,
  }),
  traceFilterOnEvent: (owner) => ({ filter: {}, event_id: `${nameOf(owner)}-event` }),
  previewPayloadTemplate: (owner) => ({ payload_template: {}, event_id: `${nameOf(owner)}-event` }),
};

const KINDS = {
  bulk_actions: 'bulk-action',
  triggers: 'trigger',
  events: 'event',
  deliveries: 'delivery',
  operations: 'operation',
};

function pathOf({ path }: Documented, { place, owner }: Request): string {
  const [, kind] = /\/(bulk_actions|triggers|events|deliveries|operations)\//.exec(path) ?? [];
  const values: Readonly<Record<string, string>> = {
    cloud_name: place.cloudName,
    account_id: place.accountId,
    sub_account_id: owner === 'nobody' ? owner : owner.environmentId,
    api_key: owner === 'nobody' ? '100000000000000' : owner.apiKey,
    id: `${nameOf(owner)}-${KINDS[kind as keyof typeof KINDS] ?? ''}`,
  };
  return path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

async function send(operation: Documented, request: Request) {
  kept = undefined;
  const { method, operationId } = operation;
  const query = QUERIES[operationId]?.(request.owner);
  const json = BODIES[operationId]?.(request.owner) ?? EXERCISES[operationId]?.[0]?.json;
  const line = `${method} ${pathOf(operation, request)}${query === undefined ? '' : `?${query}`}`;
  // From another address each time: nobody is to be refused for having failed too often.
  const headers = { 'X-Forwarded-For': `192.0.2.${++requests % 250}, 2001:db8:${requests.toString(16)}::1` };
  const answer = await api.callAbsolute(line, {
    ...(json !== undefined && { json }),
    headers,
    authorization: request.authorization,
  });
  return { answer, sent: `${line} ${JSON.stringify(json)} ${request.authorization}` };
}

/** All that is stored since the last refusal; `undefined` once anything else has been asked for. */
let kept: string | undefined;

/** Refused, and neither is anything changed nor anything told of acme that was not in the request. */
async function expectRefusal(operation: Documented, request: Request, status: number) {
  const before = kept ?? (await dumpOf(opened.db));
  const { answer, sent } = await send(operation, request);
  expect([answer.status, answer.message]).toEqual([status, expect.any(String)]);
  expect(toldOf(acme, answer, sent)).toEqual([]);
  const after = await dumpOf(opened.db);
  expect(after).toBe(before);
  expect([...api.world.retried, ...api.world.cancelled]).toEqual([]);
  kept = after;
  return answer;
}

function toldOf({ planted }: Tenant, { text, headers }: { text: string; headers: Headers }, sent: string) {
  const told = `${text} ${JSON.stringify([...headers])}`;
  return planted.filter((word) => told.includes(word) && !sent.includes(word));
}

const isPublic = ({ security }: Documented) => security.length === 0;
const isOfAccount = ({ security }: Documented) => security.some((each) => 'provisioning_key' in each);
const takesIds = ({ path, operationId }: Documented) =>
  /\{(id|api_key|sub_account_id)\}/.test(path) || operationId in BODIES;
/** Of the Console: they name no tenant in their path, and take no key. */
const isOfSession = ({ security }: Documented) => security.some((each) => 'console_session' in each);
const GUARDED = OPERATIONS.filter((operation) => !isPublic(operation) && !isOfSession(operation));

/** The authorization of a tenant that an operation would take. */
function fitting(operation: Documented, { authorizations }: Tenant): string {
  return isOfAccount(operation) ? authorizations.provisioning : authorizations.admin;
}

describe('what is looked for', () => {
  it('is told to acme itself, so that it would be found', async () => {
    const told = new Set<string>();
    for (const operation of GUARDED.filter(({ method }) => method === 'GET')) {
      const request = { place: acme, owner: acme, authorization: fitting(operation, acme) };
      const { answer } = await send(operation, request);
      expect([operation.operationId, answer.status]).toEqual([
        operation.operationId,
        operation.operationId === 'showResponse' ? 202 : 200,
      ]);
      for (const word of toldOf(acme, answer, '')) told.add(word);
    }
    expect([...told].sort()).toEqual(
      expect.arrayContaining([...new Set(acme.planted)].filter(isTold).sort()),
    );
  });

  /** The secret of the account is shown to nobody. */
  const isTold = (word: string) =>
    !word.endsWith('provisioning-secret') && !word.endsWith('provisioning-key');
});

describe("acme's ids, asked for by globex", () => {
  it.each(GUARDED.filter(takesIds))(
    '$operationId: 404, in the words for ids that nobody has',
    async (operation) => {
      const mine = { place: globex, authorization: fitting(operation, globex) };
      const answer = await expectRefusal(operation, { ...mine, owner: acme }, 404);
      const nobodys = await expectRefusal(operation, { ...mine, owner: 'nobody' }, 404);
      const ids = /got "[^"]*"/;
      expect(answer.message.replace(ids, '')).toBe(nobodys.message.replace(ids, ''));
    },
  );

  it.each(GUARDED.filter((each) => !takesIds(each) && each.method === 'GET'))(
    '$operationId: nothing of acme',
    async (operation) => {
      const request = { place: globex, owner: acme, authorization: fitting(operation, globex) };
      const before = await dumpOf(opened.db);
      const { answer, sent } = await send(operation, request);
      expect([answer.status, toldOf(acme, answer, sent)]).toEqual([200, []]);
      expect(await dumpOf(opened.db)).toBe(before);
    },
  );

  it('deleteAccessKeyByName: 404', async () => {
    const [operation] = OPERATIONS.filter(({ operationId }) => operationId === 'deleteAccessKeyByName');
    const request = { place: globex, owner: acme, authorization: globex.authorizations.provisioning };
    await expectRefusal(operation as Documented, request, 404);
  });
});

describe.each<readonly [string, (operation: Documented) => string | undefined]>([
  ['globex', (operation) => fitting(operation, globex)],
  ['nobody in particular', () => undefined],
  [
    'somebody who guesses the secret',
    (operation) => basic(isOfAccount(operation) ? 'acme-provisioning-key' : acme.apiKey, 'guessed'),
  ],
  [
    'the other kind of key',
    (operation) => (isOfAccount(operation) ? acme.authorizations.admin : acme.authorizations.provisioning),
  ],
  [
    'a disabled key of acme',
    (operation) => (isOfAccount(operation) ? acme.authorizations.admin : acme.authorizations.disabled),
  ],
])("acme's paths, asked for by %s", (_who, authorizationFor) => {
  it.each(GUARDED)('$operationId: 401', async (operation) => {
    const request = { place: acme, owner: acme, authorization: authorizationFor(operation) };
    await expectRefusal(operation, request, 401);
  });
});

describe.each<Role>(['read', 'events:publish'])('a key of acme with the role %s', (role) => {
  const mayUse = ({ operationId }: Documented) => {
    const access = ACCESS.get(operationId) ?? 'anybody';
    return (
      access !== 'anybody' &&
      access !== 'provisioning_key' &&
      access !== 'session' &&
      rolesThatMay(access).includes(role)
    );
  };
  const ofKeys = GUARDED.filter((operation) => !isOfAccount(operation));

  it.each(ofKeys.filter((operation) => !mayUse(operation)))('$operationId: 403', async (operation) => {
    const request = { place: acme, owner: acme, authorization: acme.authorizations[role] };
    const answer = await expectRefusal(operation, request, 403);
    expect(answer.code).toBe('forbidden');
    expect(answer.message).toContain(
      `got an access key with the role "${role}", expected one with the role "admin"`,
    );
  });

  it.each(ofKeys.filter(mayUse))('$operationId: allowed', async (operation) => {
    const request = { place: acme, owner: acme, authorization: acme.authorizations[role] };
    const { answer } = await send(operation, request);
    expect([401, 403, 404, 500]).not.toContain(answer.status);
  });

  it.each(GUARDED.filter(isOfAccount))('$operationId: 401', async (operation) => {
    const request = { place: acme, owner: acme, authorization: acme.authorizations[role] };
    await expectRefusal(operation, request, 401);
  });

  it('may do this, and nothing else', () => {
    expect(ofKeys.filter(mayUse).map(({ operationId }) => operationId)).toEqual(
      {
        read: ofKeys.filter(
          ({ method, path }) =>
            (method === 'GET' && !/\/(audit_log|messages)$/.test(path)) ||
            /\/(filters\/(trace|matches)|payload_templates\/preview|explain)$/.test(path),
        ),
        'events:publish': ofKeys.filter(
          ({ method, path }) =>
            (method === 'POST' && /\/(events|operations)(\/|$)/.test(path)) ||
            (method === 'GET' && /\/(events|operations)\/\{id\}(?!\/explain)/.test(path)),
        ),
        admin: ofKeys,
      }[role].map(({ operationId }) => operationId),
    );
  });
});
