import type { Knex } from 'knex';
import type { AttemptOutcome } from '../../../src/domain/deliveries/attempt';
import { createDeliveryStore } from '../../../src/store/deliveries/delivery-store';
import { aNewDelivery } from '../../support/builders/a-delivery';
import { databases, type OpenDatabase } from '../../support/databases/databases';
import { storeDeliveries } from '../../support/databases/store-deliveries';
import { plant } from '../../support/databases/plant';
import { anEnvironment, OTHER_ENVIRONMENT } from '../../support/builders/an-environment';

const A = 'https://a.example.com/';
const B = 'https://b.example.com/';
const SINCE = '2026-03-14T00:00:00.000Z';
const EARLIER = '2026-03-13T23:59:59.999Z';

describe.each(databases)('what became of deliveries on $name', ({ name, open }) => {
  let opened: OpenDatabase;
  let db: Knex;
  beforeAll(async () => {
    opened = await open();
    db = opened.db;
    await plant(db, { environments: [anEnvironment(), anEnvironment(OTHER_ENVIRONMENT)] });
    for (const each of SENT) await sendOne(each);
  });
  afterAll(() => opened.close());

  interface Sent {
    readonly id: string;
    readonly uri?: string;
    readonly environmentId?: string;
    readonly at?: string;
    readonly fallback?: string;
    readonly isTest?: boolean;
    /** With none, it is pending. */
    readonly status?: 'delivered' | 'failed' | 'pending';
    readonly outcomes?: readonly AttemptOutcome[];
  }
  const ok: AttemptOutcome = { kind: 'delivered', httpStatus: 200, responseExcerpt: '', durationMs: 10_000 };
  const refused = (httpStatus: number): AttemptOutcome => ({
    kind: 'rejected',
    errorCode: 'http_status',
    errorMessage: '',
    httpStatus,
    responseExcerpt: '',
    durationMs: 9_999,
  });
  const timeout: AttemptOutcome = {
    kind: 'unreachable',
    errorCode: 'timeout',
    errorMessage: '',
    durationMs: 20_001,
  };
  const SENT: readonly Sent[] = [
    { id: 'd1', uri: A, status: 'delivered', outcomes: [refused(401), ok] },
    { id: 'd2', uri: A, status: 'delivered', outcomes: [ok] },
    { id: 'd3', uri: A, status: 'failed', outcomes: [refused(401)] },
    { id: 'd4', uri: A, at: '2026-03-14T10:00:00.000Z', status: 'failed', outcomes: [timeout] },
    { id: 'd5', uri: B, status: 'pending', outcomes: [refused(503)] },
    { id: 'd6', uri: B, status: 'pending', fallback: 'too long' },
    { id: 'old', uri: A, at: EARLIER, status: 'failed', outcomes: [refused(404)], fallback: 'old' },
    { id: 'test', uri: B, status: 'failed', outcomes: [refused(410)], fallback: 'tested', isTest: true },
    { id: 'theirs', uri: A, environmentId: 'env2', status: 'failed', outcomes: [refused(410)] },
  ];

  async function sendOne({
    id,
    uri = A,
    at = '2026-03-14T09:00:00.000Z',
    environmentId = 'env1',
    ...about
  }: Sent) {
    const { fallback: templateFallback, isTest = false } = about;
    const delivery = aNewDelivery({ id, uri, templateFallback, isTest });
    await storeDeliveries(db, [delivery], { environmentId, eventId: `event-of-${id}`, resolvedAt: at });
    const store = createDeliveryStore(db);
    for (const [index, outcome] of (about.outcomes ?? []).entries()) {
      const isLast = index === (about.outcomes?.length ?? 0) - 1;
      const status = (isLast && about.status) || 'pending';
      await store.recordAttempt(
        { deliveryId: id, attemptNumber: index + 1, startedAt: at, requestHeaders: {}, outcome },
        { status, nextAttemptAt: undefined },
      );
    }
  }

  it('is counted for each URL, tests as well, with the last error of what waits or failed', async () => {
    const uris = [B, A, 'https://c.example.com/'];
    const tallies = await createDeliveryStore(db).countByUrl({ environmentId: 'env1', uris, since: SINCE });
    expect(tallies).toEqual([
      { uri: B, delivered: 0, failed: 1, waiting: 1, lastErrorCode: 'http_status' },
      { uri: A, delivered: 2, failed: 2, waiting: 0, lastErrorCode: 'timeout' },
      { uri: uris[2], delivered: 0, failed: 0, waiting: 0, lastErrorCode: undefined },
    ]);
    expect(
      await createDeliveryStore(db).countByUrl({ environmentId: 'env1', uris: [], since: SINCE }),
    ).toEqual([]);
  });

  it('is counted by the index of what has ended', async () => {
    const query = db('deliveries')
      .where({ environment_id: 'env1', uri: A, status: 'failed' })
      .whereRaw("status <> 'pending'")
      .where('created_at', '>=', SINCE)
      .select('uri');
    if (name === 'PostgreSQL') await db.raw('set enable_seqscan = off');
    const { sql, bindings } = query.toSQL().toNative();
    const explain = name === 'PostgreSQL' ? 'explain ' : 'explain query plan ';
    const plan: unknown = await (name === 'PostgreSQL'
      ? db.raw(explain + query.toQuery())
      : db.raw(explain + sql, bindings as never));
    expect(JSON.stringify(plan)).toContain('deliveries_ended_by_url');
  });

  it('is found by the ends of its attempts and the templates that fell back, tests apart', async () => {
    const { attempts, fallbacks } = await createDeliveryStore(db).findFailures('env1', SINCE);
    const byEnd = (a: { httpStatus?: number | undefined }, b: { httpStatus?: number | undefined }) =>
      (a.httpStatus ?? 0) - (b.httpStatus ?? 0);
    const lastAt = '2026-03-14T09:00:00.000Z';
    expect(attempts.toSorted(byEnd)).toEqual([
      {
        uri: A,
        errorCode: 'timeout',
        httpStatus: undefined,
        count: 1,
        slow: 1,
        lastAt: '2026-03-14T10:00:00.000Z',
        lastDeliveryId: 'd4',
      },
      { uri: A, errorCode: undefined, httpStatus: 200, count: 2, slow: 2, lastAt, lastDeliveryId: 'd2' },
      { uri: A, errorCode: 'http_status', httpStatus: 401, count: 2, slow: 0, lastAt, lastDeliveryId: 'd3' },
      { uri: B, errorCode: 'http_status', httpStatus: 503, count: 1, slow: 0, lastAt, lastDeliveryId: 'd5' },
    ]);
    expect(fallbacks).toEqual([{ uri: B, reason: 'too long', count: 1, lastAt, lastDeliveryId: 'd6' }]);
  });
});
