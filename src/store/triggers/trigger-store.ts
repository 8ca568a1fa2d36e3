import type { Knex } from 'knex';
import type { Author } from '../../domain/keys/audit-entry';
import {
  isSubscribedTo,
  type Trigger,
  type TriggerChanges,
  type TriggerLimits,
  type TriggerTerms,
  refuseBeyondLimits,
} from '../../domain/triggers/trigger';
import { alreadyExists, type TriggerPlan } from '../../domain/triggers/notification-url';
import { Lru } from '../../kit/lru';
import { recordAudit } from '../keys/audit-log';
import { isUniqueViolation } from '../database/database-errors';
import { readerOf } from '../database/reads';
import { triggerFacts, triggerFromRow, triggerToRow, type TriggerRow } from './trigger-row';

/** Product environments whose triggers are kept in memory; those used longest ago go first. */
const MAX_ENVIRONMENTS = 500;

/** An environment's triggers, with the version that they were read at. */
interface KeptTriggers {
  readonly version: number;
  readonly triggers: readonly Trigger[];
}

interface ChangeTerms extends TriggerTerms {
  readonly changes: TriggerChanges;
  readonly judge?: (current: Trigger) => void;
}

export function createTriggerStore(db: Knex) {
  const reader = readerOf(db);
  const triggers = () => reader<TriggerRow>('triggers');
  const cache = new Lru<KeptTriggers>({ maxEntries: MAX_ENVIRONMENTS });
  const oldestFirst = [
    { column: 'created_at', order: 'asc' },
    { column: 'id', order: 'asc' },
  ] as const;

  async function find(environmentId: string, id: string): Promise<Trigger | undefined> {
    const row = await triggers().where({ environment_id: environmentId, id }).first();
    return row && triggerFromRow(row);
  }

  /** The version is read first: triggers that are newer than it are read again, older ones never kept. */
  async function listAll(environmentId: string, version: number): Promise<readonly Trigger[]> {
    const kept = cache.get(environmentId);
    if (kept?.version === version) return kept.triggers;
    const rows = await triggers()
      .where({ environment_id: environmentId })
      .orderBy([...oldestFirst]);
    const read = rows.map(triggerFromRow);
    cache.set(environmentId, { version, triggers: read });
    return read;
  }

  return {
    find,

    /** @throws DomainError `already_exists`, `limit_reached`. */
    async insert(trigger: Trigger, { limits, by }: TriggerTerms): Promise<void> {
      const { environmentId } = trigger;
      await refusingDuplicates(trigger, () =>
        db.transaction(async (trx) => {
          await beginChange(trx, environmentId);
          await trx('triggers').insert(triggerToRow(trigger));
          await refuseOneTooMany(trx, environmentId, limits);
          await recordCreation(trx, trigger, by);
        }),
      );
    },

    /** Oldest first. */
    async list(environmentId: string, eventType?: string): Promise<readonly Trigger[]> {
      const query = triggers().where({ environment_id: environmentId });
      if (eventType !== undefined) void query.where({ event_type: eventType });
      return (await query.orderBy([...oldestFirst])).map(triggerFromRow);
    },

    /**
     * Of the event's type and of type `all`, oldest first.
     *
     * @param version as it was read for this event; triggers that were kept at it are not read again.
     */
    async listForEventType(
      environmentId: string,
      eventType: string,
      version: number,
    ): Promise<readonly Trigger[]> {
      const all = await listAll(environmentId, version);
      return all.filter((trigger) => isSubscribedTo(trigger, eventType));
    },

    /**
     * Changes a trigger.
     *
     * @param terms `judge` gets the trigger as it is, which nobody changes meanwhile; what it throws ends the change.
     * @throws DomainError `already_exists`, `limit_reached`.
     * @returns `undefined` when there is none.
     */
    async update(
      environmentId: string,
      id: string,
      { changes, judge, limits, by }: ChangeTerms,
    ): Promise<Trigger | undefined> {
      return db.transaction(async (trx) => {
        await beginChange(trx, environmentId);
        const one = () => trx<TriggerRow>('triggers').where({ environment_id: environmentId, id });
        const row = await one().first();
        if (!row) return undefined;
        const current = triggerFromRow(row);
        judge?.(current);
        const changed = { ...current, ...changes };
        await refusingDuplicates(changed, () => one().update(triggerToRow(changed)));
        await refuseOneTooMany(trx, environmentId, limits);
        await recordUpdate(trx, { before: current, after: changed }, by);
        return changed;
      });
    },

    /** @returns whether there was one. */
    async delete(environmentId: string, id: string, by: Author): Promise<boolean> {
      // Asked first, so that who deletes nothing changes nothing.
      if (!(await find(environmentId, id))) return false;
      return db.transaction(async (trx) => {
        await beginChange(trx, environmentId);
        const one = () => trx<TriggerRow>('triggers').where({ environment_id: environmentId, id });
        const row = await one().first();
        if (!row) return false;
        await one().delete();
        await recordDeletion(trx, triggerFromRow(row), by);
        return true;
      });
    },

    /**
     * Carries out what is planned for all triggers of a product environment, all or nothing. Nobody changes them between
     * the plan and its end.
     *
     * @param plan gets the triggers, oldest first. What it throws ends the change.
     */
    async change(
      environmentId: string,
      plan: (existing: readonly Trigger[]) => TriggerPlan,
      by: Author,
    ): Promise<{ readonly plan: TriggerPlan; readonly existing: readonly Trigger[] }> {
      return db.transaction(async (trx) => {
        await beginChange(trx, environmentId);
        const rows = await trx<TriggerRow>('triggers')
          .where({ environment_id: environmentId })
          .orderBy([...oldestFirst]);
        const existing = rows.map(triggerFromRow);
        const planned = plan(existing);
        for (const trigger of planned.deleted) {
          await trx('triggers').where({ id: trigger.id }).delete();
          await recordDeletion(trx, trigger, by);
        }
        for (const move of planned.moved) {
          await trx('triggers').where({ id: move.after.id }).update(triggerToRow(move.after));
          await recordUpdate(trx, move, by);
        }
        for (const trigger of planned.created) {
          await trx('triggers').insert(triggerToRow(trigger));
          await recordCreation(trx, trigger, by);
        }
        return { plan: planned, existing };
      });
    },
  };
}

async function recordCreation(trx: Knex.Transaction, trigger: Trigger, by: Author): Promise<void> {
  const { id: subjectId, environmentId } = trigger;
  const after = triggerFacts(trigger);
  await recordAudit(trx, { action: 'trigger.create', environmentId, subjectId, after, by });
}

async function recordUpdate(
  trx: Knex.Transaction,
  { before, after }: { readonly before: Trigger; readonly after: Trigger },
  by: Author,
): Promise<void> {
  const { id: subjectId, environmentId } = after;
  const facts = { before: triggerFacts(before), after: triggerFacts(after) };
  await recordAudit(trx, { action: 'trigger.update', environmentId, subjectId, ...facts, by });
}

async function recordDeletion(trx: Knex.Transaction, trigger: Trigger, by: Author): Promise<void> {
  const { id: subjectId, environmentId } = trigger;
  const before = triggerFacts(trigger);
  await recordAudit(trx, { action: 'trigger.delete', environmentId, subjectId, before, by });
}

/**
 * Makes concurrent changes of one environment's triggers wait for each other, and counts its
 * version up, by which readers know what they keep. The write also takes SQLite's lock.
 */
async function beginChange(trx: Knex.Transaction, environmentId: string): Promise<void> {
  await trx('product_environments').where({ id: environmentId }).increment('triggers_version', 1);
}

/** After one trigger was added or changed. */
async function refuseOneTooMany(
  trx: Knex.Transaction,
  environmentId: string,
  limits: TriggerLimits,
): Promise<void> {
  const [counts] = await trx('triggers')
    .where({ environment_id: environmentId })
    .count<{ triggers: string | number }[]>({ triggers: '*' })
    .countDistinct<{ triggers: string | number; urls: string | number }[]>({ urls: 'uri' });
  const after = { triggers: Number(counts?.triggers ?? 0), urls: Number(counts?.urls ?? 0) };
  refuseBeyondLimits({ before: { triggers: after.triggers - 1, urls: after.urls - 1 }, after }, limits);
}

async function refusingDuplicates<T>({ uri, eventType }: Trigger, write: () => PromiseLike<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw alreadyExists(eventType, uri, { cause: error });
  }
}
