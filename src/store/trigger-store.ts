import type { Knex } from 'knex';
import { DomainError } from '../domain/errors';
import type { Trigger } from '../domain/trigger';
import { ALL_EVENTS } from '../domain/event-types';
import { isUniqueViolation } from './is-unique-violation';
import { TriggerCache } from './trigger-cache';

interface TriggerRow {
  id: string;
  environment_id: string;
  uri_type: 'webhook';
  uri: string;
  event_type: string;
  additive: boolean | number;
  auth_scheme: Trigger['authScheme'];
  filter: string | null;
  payload_template: string | null;
  created_at: string;
  updated_at: string;
}

interface Limits {
  readonly maxNotificationUrls: number;
  readonly maxTriggers: number;
}

type Changes = Partial<Pick<Trigger, 'uri' | 'additive' | 'authScheme' | 'filter' | 'payloadTemplate'>> & {
  readonly updatedAt: string;
};

export function createTriggerStore(db: Knex) {
  const triggers = () => db<TriggerRow>('triggers');
  const cache = new TriggerCache();
  const oldestFirst = [
    { column: 'created_at', order: 'asc' },
    { column: 'id', order: 'asc' },
  ] as const;

  async function find(environmentId: string, id: string): Promise<Trigger | undefined> {
    const row = await triggers().where({ environment_id: environmentId, id }).first();
    return row && fromRow(row);
  }

  /** Reads the version first: triggers that are newer than it are read again, older ones never kept. */
  async function listAll(environmentId: string): Promise<readonly Trigger[]> {
    const environment = await db('product_environments')
      .where({ id: environmentId })
      .first<{ triggers_version: number } | undefined>('triggers_version');
    const version = environment?.triggers_version ?? 0;
    const kept = cache.find(environmentId, version);
    if (kept) return kept;
    const rows = await triggers()
      .where({ environment_id: environmentId })
      .orderBy([...oldestFirst]);
    const read = rows.map(fromRow);
    cache.keep(environmentId, { version, triggers: read });
    return read;
  }

  return {
    find,

    /** @throws DomainError `already_exists`, `limit_reached`. */
    async insert(trigger: Trigger, limits: Limits): Promise<void> {
      await refusingDuplicates(trigger, () =>
        db.transaction(async (trx) => {
          await beginChange(trx, trigger.environmentId);
          await trx('triggers').insert(toRow(trigger));
          await refuseBeyondLimits(trx, trigger.environmentId, limits);
        }),
      );
    },

    /** Oldest first. */
    async list(environmentId: string, eventType?: string): Promise<readonly Trigger[]> {
      const query = triggers().where({ environment_id: environmentId });
      if (eventType !== undefined) void query.where({ event_type: eventType });
      return (await query.orderBy([...oldestFirst])).map(fromRow);
    },

    /** Of the event's type and of type `all`, oldest first. */
    async listForEventType(environmentId: string, eventType: string): Promise<readonly Trigger[]> {
      const all = await listAll(environmentId);
      return all.filter((trigger) => trigger.eventType === eventType || trigger.eventType === ALL_EVENTS);
    },

    /** @throws DomainError `already_exists`, `limit_reached`. @returns `undefined` when there is none. */
    async update(
      environmentId: string,
      id: string,
      changes: Changes,
      limits: Limits,
    ): Promise<Trigger | undefined> {
      return db.transaction(async (trx) => {
        await beginChange(trx, environmentId);
        const row = await trx<TriggerRow>('triggers').where({ environment_id: environmentId, id }).first();
        if (!row) return undefined;
        const changed = { ...fromRow(row), ...changes };
        await refusingDuplicates(changed, () =>
          trx('triggers').where({ environment_id: environmentId, id }).update(toRow(changed)),
        );
        await refuseBeyondLimits(trx, environmentId, limits);
        return changed;
      });
    },

    /** @returns whether there was one. */
    async delete(environmentId: string, id: string): Promise<boolean> {
      return db.transaction(async (trx) => {
        await beginChange(trx, environmentId);
        return (await trx('triggers').where({ environment_id: environmentId, id }).delete()) > 0;
      });
    },
  };
}

/**
 * Makes concurrent changes of one environment's triggers wait for each other, and counts its
 * version up, by which readers know what they keep. The write also takes SQLite's lock.
 */
async function beginChange(trx: Knex.Transaction, environmentId: string): Promise<void> {
  await trx('product_environments').where({ id: environmentId }).increment('triggers_version', 1);
}

async function refuseBeyondLimits(
  trx: Knex.Transaction,
  environmentId: string,
  limits: Limits,
): Promise<void> {
  const [counts] = await trx('triggers')
    .where({ environment_id: environmentId })
    .count<{ triggers: string | number }[]>({ triggers: '*' })
    .countDistinct<{ triggers: string | number; urls: string | number }[]>({ urls: 'uri' });
  const triggers = Number(counts?.triggers ?? 0);
  const urls = Number(counts?.urls ?? 0);
  if (urls > limits.maxNotificationUrls)
    throw limitReached('notification URLs', limits.maxNotificationUrls, urls - 1);
  if (triggers > limits.maxTriggers) throw limitReached('triggers', limits.maxTriggers, triggers - 1);
}

function limitReached(what: string, limit: number, current: number): DomainError {
  return new DomainError(
    'limit_reached',
    `the product environment may have at most ${limit} ${what}; it has ${current}`,
  );
}

async function refusingDuplicates<T>({ uri, eventType }: Trigger, write: () => PromiseLike<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new DomainError('already_exists', `a trigger of "${eventType}" for uri "${uri}" exists already`, {
      cause: error,
    });
  }
}

function toRow(trigger: Trigger): TriggerRow {
  return {
    id: trigger.id,
    environment_id: trigger.environmentId,
    uri_type: trigger.uriType,
    uri: trigger.uri,
    event_type: trigger.eventType,
    additive: trigger.additive,
    auth_scheme: trigger.authScheme,
    filter: trigger.filter === undefined ? null : JSON.stringify(trigger.filter),
    payload_template: trigger.payloadTemplate === undefined ? null : JSON.stringify(trigger.payloadTemplate),
    created_at: trigger.createdAt,
    updated_at: trigger.updatedAt,
  };
}

function fromRow(row: TriggerRow): Trigger {
  return {
    id: row.id,
    environmentId: row.environment_id,
    uriType: row.uri_type,
    uri: row.uri,
    eventType: row.event_type,
    additive: Boolean(row.additive),
    authScheme: row.auth_scheme,
    filter: row.filter === null ? undefined : (JSON.parse(row.filter) as Trigger['filter']),
    payloadTemplate:
      row.payload_template === null
        ? undefined
        : (JSON.parse(row.payload_template) as Trigger['payloadTemplate']),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
