import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { dumpOf } from '../support/databases/dump-of';
import { startReceiver, type Receiver } from '../support/receivers/receiver';
import { contradictions, DOCUMENT, faultsIn, operationFor, OPERATIONS } from '../support/services/documented';
import { Exchange, isWellFormed, type WireAnswer, type WireRequest } from './generated/exchange';
import { idsIn } from './generated/ids-in';
import { draftMutations, toForeignId } from './generated/draft-mutations';
import { few, mutated, type Mutation } from './generated/mutation';
import { POOLS, type Pool } from './generated/reference';
import { draftsOf, hintsOf, PREVIEWED, type Draft } from './generated/request-draft';
import { install, type Installation, type Tenant } from './generated/tenants';
import { toWire } from './generated/wire-form';
import { wireMutations } from './generated/wire-mutations';

/*
 * Requests made from the OpenAPI document, good ones and spoilt ones, against the whole service: none is answered with a
 * fault of ours, none otherwise than the document says, and none shows or changes what another tenant has.
 */

/** By default as many for each operation, however many there are. */
const RUNS = Number(process.env.API_FUZZ_RUNS ?? 30 * OPERATIONS.length);
const SEED = Number(process.env.API_FUZZ_SEED ?? 20_261_124);
/** So many at a time, that a long run does not keep all of them. */
const BATCH = 5;

/** Events and operations of each tenant at the beginning. */
const FURNISHED = 6;

const OWN_MARK = 'mark-of-the-caller';
const FOREIGN_MARK = 'mark-of-another';

let installation: Installation;
let receiver: Receiver;
let exchange: Exchange;
let foreign: Tenant;
let own: Tenant;
beforeAll(async () => {
  receiver = await startReceiver(({ path }) => (path.startsWith('/refuse') ? 503 : 200));
  installation = await install();
  exchange = new Exchange(installation.port);
  [foreign, own] = installation.tenants;
  await furnish(foreign, own, FOREIGN_MARK);
  await furnish(own, foreign, OWN_MARK);
  await installation.temporal.settle();
  await makeNewest(foreign);
  for (const id of foreign.ids.subAccount) foreign.remember('spareSubAccount', id);
  // Otherwise no request could ask for what this tenant has.
  const empty = POOLS.filter((pool) => foreign.ids[pool].length === 0);
  if (empty.length > 0) throw new Error(`expected "furnish" to make something of ${empty.join(', ')}`);
}, 60_000);
afterAll(async () => {
  exchange.close();
  await installation.stop();
  await receiver.close();
});

const url = (path: string) => new URL(path, receiver.url).href;

/** Lists begin with the newest: one that is not narrowed to its caller would begin with what this tenant has. */
async function makeNewest({ ids }: Tenant): Promise<void> {
  const { db } = installation;
  const environments = await db('product_environments')
    .whereIn('account_id', [...ids.account])
    .pluck<string[]>('id');
  const at = '2099-01-01T00:00:00.000Z';
  await db('events').whereIn('environment_id', environments).update({ received_at: at });
  await db('deliveries').whereIn('environment_id', environments).update({ created_at: at });
}

/** Gives a tenant something of everything, with its mark in every text. */
async function furnish(tenant: Tenant, other: Tenant, mark: string): Promise<void> {
  const uri = url(`/refuse/${mark}?token=${mark}`);
  const cause = { triggered_by: { source: mark, id: mark } };
  const name = (n: number) => `${tenant.cloudName}-${n}`;
  const do_ = async (operationId: string, json: unknown, query: Draft['query'] = []) => {
    const operation = OPERATIONS.find((each) => each.operationId === operationId) ?? fail(operationId);
    const [template] = fc.sample(draftsOf(operation, DOCUMENT, hintsOf([uri])), { seed: SEED, numRuns: 1 });
    const segments = template?.segments.map((segment) => segment.replace(/\d+~$/, '0~'));
    const credentials = template?.credentials === 'provisioner' ? 'provisioner' : 'admin';
    const draft = { ...template, segments, query, json, credentials } as Draft;
    const { status, text } = await exchange.send(toWire(draft, tenant, other));
    if (status >= 300) throw new Error(`${operationId} was answered with ${status} ${text}`);
    const answer: unknown = JSON.parse(text);
    for (const [pool, id] of idsIn(operationId, answer)) tenant.remember(pool, id);
    return answer;
  };
  const trigger = (await do_('createTrigger', {
    uri,
    event_type: 'all',
    filter: { '!=': [mark, 1] },
    payload_template: { a: mark },
  })) as { id: string };
  tenant.remember('trigger', trigger.id);
  for (let n = 1; n <= FURNISHED; n++) {
    const request = { notification_url: url(`/${n % 2 === 0 ? 'accept' : 'refuse'}/${mark}`) };
    await do_('publishEvent', {
      event_id: name(n),
      event_type: 'upload',
      payload: { public_id: mark },
      request,
      ...cause,
    });
    await do_('announceOperation', {
      operation_id: name(n),
      method: 'upload',
      request: { eager: `w_1|${mark}`, ...request },
      ...cause,
    });
  }
  await do_('reportUploaded', { payload: { public_id: mark } });
  await do_('updateSubAccount', { name: mark, custom_attributes: { a: mark } });
  await do_('createAccessKey', { name: mark });
  await installation.temporal.settle();
  await do_('listDeliveries', undefined);
  await do_('listDeliveries', undefined, [['max_results', '1']]);
  const preview = (await do_('previewBulkAction', PREVIEWED)) as { token: string; count: number };
  await do_('createBulkAction', { ...PREVIEWED, token: preview.token, expected_count: preview.count });
  tenant.remember('previewToken', preview.token);
}

interface Generated {
  readonly draft: Draft;
  readonly changes: readonly Mutation<WireRequest>[];
}

/** Every operation in turn, each as often. */
function* generate(): Generator<Generated> {
  const paths = ['/accept/a', '/accept/b', '/accept/c', '/refuse/d?token=x'];
  const hints = hintsOf(paths.map(url));
  const generated = OPERATIONS.map((operation) =>
    fc
      .record({
        draft: draftsOf(operation, DOCUMENT, hints),
        spoil: few(draftMutations, toForeignId.arbitrary),
        changes: few(wireMutations),
      })
      .map(({ draft, spoil, changes }): Generated => ({ draft: mutated(draft, spoil), changes })),
  );
  for (let seed = SEED; ; seed++) {
    const samples = generated.map((each, n) =>
      fc.sample(each, { seed: seedOf(`${OPERATIONS[n]?.operationId} ${seed}`), numRuns: BATCH }),
    );
    for (let n = 0; n < BATCH; n++) yield* samples.flatMap((sample) => sample.slice(n, n + 1));
  }
}

/** Of its own for each operation, so that another route changes the requests of none. */
function seedOf(text: string): number {
  return createHash('sha256').update(text).digest().readInt32BE(0);
}

/** What is wrong with an answer. */
function faultsOf(request: WireRequest, { status, text }: WireAnswer): readonly string[] {
  // Sources have no built Console beside them.
  if (status === 503 && asksForPage(request)) return [];
  if (status >= 500 || status < 200) return [`answered ${status}`];
  if (text === '')
    return request.method === 'HEAD' || status === 304 ? [] : [`answered ${status} without a body`];
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [`answered ${status} with something else than JSON`];
  }
  // Also in the form that proxies are sent.
  const line = `${request.method} ${request.target.replace(/^http:\/\/[^/]*/, '')}`;
  if (operationFor(line) && !isUnreadable(request, status)) return contradictions(line, status, json);
  if (status < 400) return [`answered ${status} to what is not documented`];
  return faultsIn(DOCUMENT.components.schemas.Error ?? fail('it is one of the schemas'), json);
}

/** A browser gets the Console's page for every address below `/console`. */
function asksForPage({ method, target, headers }: WireRequest): boolean {
  const accept = headers.filter(([name]) => name.toLowerCase() === 'accept').map(([, value]) => value);
  const isBelow = /^(http:\/\/[^/]*)?\/console(\/|$)/.test(target);
  return ['GET', 'HEAD'].includes(method) && isBelow && accept.join(',').includes('text/html');
}

/** The server itself refuses what is not HTTP, whatever operation it was meant for. */
function isUnreadable(request: WireRequest, status: number): boolean {
  return status === 431 || (status === 400 && !isWellFormed(request));
}

/** A name is no secret, and nobody but its tenant has a use for the others. */
const KNOWN_TO_ALL: readonly Pool[] = ['account', 'cloudName', 'previewToken', 'cursor'];

/** What an answer shows of the other tenant, except for ids that the request itself has named. */
function foreignIn(request: WireRequest, { head, text }: WireAnswer): readonly string[] {
  const shown = `${head}\n${text}`;
  const asked = `${request.target}\n${request.body?.toString('utf8') ?? ''}`;
  const ids = POOLS.filter((pool) => !KNOWN_TO_ALL.includes(pool)).flatMap((pool) => foreign.ids[pool]);
  const secrets = Object.values(foreign.credentials).map(([, secret]) => secret);
  const unasked = ids.filter((id) => !asked.includes(id));
  return [FOREIGN_MARK, ...secrets, ...unasked].filter((text) => shown.includes(text));
}

/** All that the other tenant has in the database. */
async function foreignRows(): Promise<string> {
  const [accountId = ''] = foreign.ids.account;
  const environments = await installation
    .db('product_environments')
    .where({ account_id: accountId })
    .pluck<string[]>('id');
  const owners = [accountId, ...environments, ...foreign.ids.delivery];
  const rows = (await dumpOf(installation.db)).split('\n');
  return rows.filter((row) => owners.some((id) => row.includes(`"${id}"`))).join('\n');
}

it(`${RUNS} requests bring no fault of ours, no undocumented answer, and nothing of another tenant`, async () => {
  const before = await foreignRows();
  const byStatus: Record<number, number> = {};
  const succeeded = new Set<string>();
  const faults: string[] = [];
  let ownMarks = 0;
  let count = 0;
  for (const { draft, changes } of generate()) {
    if (count++ === RUNS || faults.length >= 10) break;
    const plain = toWire(draft, own, foreign);
    const from = ['X-Forwarded-For', addressOf(count)] as const;
    const request = mutated<WireRequest>({ ...plain, headers: [...plain.headers, from] }, changes);
    const answer = await exchange.send(request);
    byStatus[answer.status] = (byStatus[answer.status] ?? 0) + 1;
    for (const fault of [...faultsOf(request, answer), ...foreignIn(request, answer)]) {
      faults.push(`request ${count}: ${fault}\n${shown(request)}\n${answer.text.slice(0, 500)}`);
    }
    if (answer.text.includes(OWN_MARK)) ownMarks += 1;
    if (answer.status >= 300) continue;
    succeeded.add(draft.operationId);
    if (changes.length === 0)
      for (const [pool, id] of idsIn(draft.operationId, parsed(answer.text))) own.remember(pool, id);
  }
  await installation.temporal.settle();
  if (process.env.API_FUZZ_RUNS) console.log(JSON.stringify(byStatus));

  expect(faults).toEqual([]);
  expect(installation.logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
  expect(await foreignRows()).toBe(before);
  // Otherwise the requests would prove nothing.
  // What the Console's pages alone may ask for has headers that are not generated.
  const reachable = OPERATIONS.filter(({ tags }) => !tags.includes('console'));
  const missed = reachable.map(({ operationId }) => operationId).filter((id) => !succeeded.has(id));
  // A short run may miss what works only once or in one state.
  expect(missed.slice(RUNS < 10_000 ? OPERATIONS.length / 10 : 0)).toEqual([]);
  expect(ownMarks).toBeGreaterThan(RUNS / 100);
  expect(before.split(FOREIGN_MARK).length).toBeGreaterThan(10);
}, 900_000);

function addressOf(n: number): string {
  return `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;
}

function shown({ method, target, headers, body }: WireRequest): string {
  return `${method} ${target.slice(0, 300)} ${JSON.stringify(headers).slice(0, 300)} ${body?.toString('utf8').slice(0, 300) ?? ''}`;
}

function parsed(text: string): unknown {
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
