import type { Knex } from 'knex';
import { MAX_COUNTED, type UrlTally } from '../../domain/deliveries/url-tally';
import { rowsOfAll } from '../database/rows';

interface AskedTallies {
  readonly environmentId: string;
  /** In normal form. */
  readonly uris: readonly string[];
  /** ISO text, UTC: deliveries that began then or later. */
  readonly since: string;
}

interface CountRow {
  readonly uri: string;
  readonly what: 'delivered' | 'failed' | 'waiting' | 'last_failure';
  readonly number: number | string;
  readonly error_code: string | null;
}

const MAX_PENDING = 1_000;

/** The index holds what has ended; SQLite uses it for a query that says the same. */
const HAS_ENDED = "status <> 'pending'";

/**
 * Counts the deliveries to some URLs by what became of them, in one statement. It reads at most 10,000 entries of an index
 * for each URL and outcome, and the newest 1,000 pending deliveries.
 *
 * @returns one for each URL, in their order.
 */
export async function countByUrl(
  db: Knex,
  { environmentId, uris, since }: AskedTallies,
): Promise<readonly UrlTally[]> {
  if (uris.length === 0) return [];
  const ofUrl = (uri: string, status: string) =>
    db('deliveries')
      .where({ environment_id: environmentId, uri, status })
      .whereRaw(HAS_ENDED)
      .where('created_at', '>=', since);
  const count = (uri: string, status: 'delivered' | 'failed') =>
    db
      .from(
        ofUrl(uri, status)
          .select(db.raw('1 as one'))
          .limit(MAX_COUNTED + 1)
          .as('ended'),
      )
      .select(
        db.raw('cast(? as text) as uri, cast(? as text) as what, count(*) as number', [uri, status]),
        db.raw('cast(null as text) as error_code'),
      );
  const lastFailure = (uri: string) =>
    db
      .from(
        ofUrl(uri, 'failed')
          .select('uri', 'last_error_code')
          .orderBy('created_at', 'desc')
          .limit(1)
          .as('newest'),
      )
      .select(
        db.raw(
          'cast(uri as text) as uri, cast(? as text) as what, 1 as number, last_error_code as error_code',
          ['last_failure'],
        ),
      );
  const pending = db('deliveries')
    .where({ environment_id: environmentId, status: 'pending' })
    .where('created_at', '>=', since)
    .select('uri', 'last_error_code', 'created_at')
    .orderBy('created_at', 'desc')
    .limit(MAX_PENDING)
    .as('pending');
  const waiting = db
    .from(pending)
    .whereNotNull('last_error_code')
    .whereIn('uri', [...uris])
    .groupBy('uri')
    .select(
      db.raw(
        'cast(uri as text) as uri, cast(? as text) as what, count(*) as number, max(last_error_code) as error_code',
        ['waiting'],
      ),
    );
  const rows = await rowsOfAll<CountRow>(db, [
    waiting,
    ...uris.flatMap((uri) => [count(uri, 'delivered'), count(uri, 'failed'), lastFailure(uri)]),
  ]);
  const found = new Map(rows.map((row) => [`${row.what} ${row.uri}`, row]));
  return uris.map((uri) => {
    const numberOf = (what: CountRow['what']) => Number(found.get(`${what} ${uri}`)?.number ?? 0);
    const code =
      found.get(`waiting ${uri}`)?.error_code ?? found.get(`last_failure ${uri}`)?.error_code ?? undefined;
    return {
      uri,
      delivered: numberOf('delivered'),
      failed: numberOf('failed'),
      waiting: numberOf('waiting'),
      lastErrorCode: code as UrlTally['lastErrorCode'],
    };
  });
}
