import type { Knex } from 'knex';

/** An event of the service, with a delivery and an attempt, that is copied. */
export interface Model {
  readonly environmentId: string;
  readonly eventId: string;
}

interface Filling {
  readonly model: Model;
  readonly count: number;
  /** When the first and the last of them were accepted, and ended: milliseconds since the epoch. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Told how many are stored. */
  readonly onStored: (count: number) => void;
}

/** Of a transaction, and of a second: an event has a millisecond of its own. */
const CHUNK = 1_000;
/** As those that the service makes, they say nothing of their age: each is somewhere else in its index. */
const EVENT_ID = `'old-' || cast(10000000000 + (n.i * 2654435761) % 4294967296 as text)`;
const DELIVERY_ID = `'old-' || cast(10000000000 + (n.i * 2246822519) % 4294967296 as text)`;
const AT = `cast(:second as text) || substr(cast(1000 + n.i % 1000 as text), 2) || 'Z'`;
const NUMBERS = `with recursive n(i) as (select cast(:first as bigint) union all select i + 1 from n where i < :last)`;

const EVENT_VALUES = { event_id: EVENT_ID, received_at: AT, started_at: AT, resolved_at: AT };
const DELIVERY_VALUES = { id: DELIVERY_ID, event_id: EVENT_ID, created_at: AT, updated_at: AT };
const ATTEMPT_VALUES = { delivery_id: DELIVERY_ID, started_at: AT };

/** Stores copies of an event that has ended, with its deliveries and attempts, under other ids and as of long ago. */
export async function fillOldEvents(db: Knex, filling: Filling): Promise<void> {
  const { model, count, fromMs, toMs, onStored } = filling;
  const delivery = await soleRow(db, 'deliveries', {
    environment_id: model.environmentId,
    event_id: model.eventId,
  });
  const statements = [
    await copying(db, 'events', EVENT_VALUES, {
      environment_id: model.environmentId,
      event_id: model.eventId,
    }),
    await copying(db, 'deliveries', DELIVERY_VALUES, { id: String(delivery.id) }),
    await copying(db, 'attempts', ATTEMPT_VALUES, { delivery_id: String(delivery.id) }),
  ];
  for (let first = 0; first < count; first += CHUNK) {
    const last = Math.min(first + CHUNK, count) - 1;
    const atMs = fromMs + (first / count) * (toMs - fromMs);
    const second = new Date(atMs).toISOString().slice(0, -'000Z'.length);
    await db.transaction(async (trx) => {
      for (const { sql, values } of statements) await trx.raw(sql, { ...values, first, last, second });
    });
    onStored(last + 1);
  }
}

type Values = Readonly<Record<string, string>>;

/** A statement that copies the one row that `where` finds, but for some columns. */
async function copying(db: Knex, table: string, others: Values, where: Values) {
  const columns = Object.keys(await soleRow(db, table, where));
  const values = columns.map((column) => others[column] ?? `model.${column}`);
  const condition = Object.keys(where).map((column) => `model.${column} = :${column}`);
  const sql = `insert into ${table} (${columns.join(', ')}) ${NUMBERS}
    select ${values.join(', ')} from ${table} as model cross join n where ${condition.join(' and ')}`;
  return { sql, values: where };
}

async function soleRow(db: Knex, table: string, where: Values): Promise<Readonly<Record<string, unknown>>> {
  const rows: readonly Readonly<Record<string, unknown>>[] = await db(table).where(where);
  if (rows[0] === undefined || rows.length > 1) {
    throw new Error(`${table}: found ${rows.length} rows to copy, expected one`);
  }
  return rows[0];
}
