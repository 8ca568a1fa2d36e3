import { composeStores, type Stores } from '../../../src/app/stores';
import { aNewDelivery } from '../../support/builders/a-delivery';
import { anEvent } from '../../support/builders/an-event';
import { anOperationRecord } from '../../support/builders/an-operation';
import { BY } from '../../support/builders/an-audit-entry';
import { databases } from '../../support/databases/databases';
import { dumpOf } from '../../support/databases/dump-of';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { useDatabase } from '../../support/databases/use-database';
import { anAttempt } from '../../support/builders/an-attempt';
import { plantTenant, type Tenant } from '../../api/support/tenants';

const AT = '2030-01-01T00:00:00.000Z';

describe.each(databases)('deleting a product environment on $name', ({ open }) => {
  const opened = useDatabase(open);
  let stores: Stores;
  let acme: Tenant;
  beforeEach(async () => {
    stores = composeStores(opened.db, someMasterKeys());
    // With a trigger, four keys, a pending delivery that was attempted, and an operation that goes on.
    acme = await plantTenant(opened.db, 'acme');
  });

  const remove = (force: boolean, { accountId, environmentId } = acme) =>
    stores.environments.delete({ accountId, environmentId, force, at: AT, by: BY });
  /** Of each table, how many rows are about the product environment. */
  const rowsLeft = async (tenant = acme) => {
    const counts: Record<string, number> = {};
    for (const line of (await dumpOf(opened.db)).split('\n')) {
      const [table = ''] = line.split(' ', 1);
      if (table !== 'accounts' && isAbout(line, tenant)) counts[table] = (counts[table] ?? 0) + 1;
    }
    return counts;
  };
  const actions = async ({ environmentId } = acme) =>
    (await stores.auditLog.list({ environmentId }, { limit: 100 })).map(({ action }) => action);

  it('by force leaves nothing of it but the audit log', async () => {
    expect(Object.keys(await rowsLeft()).sort()).toEqual(
      'access_keys attempts audit_log bulk_actions deliveries events operations product_environments signing_keys triggers'.split(
        ' ',
      ),
    );
    const before = (await actions()).length;
    expect(await remove(true)).toMatchObject({ id: acme.environmentId, cloudName: 'acme' });
    expect(await rowsLeft()).toEqual({ audit_log: before + 2 });
  });

  it('is an entry of the audit log, after the one that disabled it, also of the account', async () => {
    await remove(true);
    const { accountId, environmentId } = acme;
    expect((await actions()).slice(0, 2)).toEqual([
      'product_environment.delete',
      'product_environment.update',
    ]);
    const [last] = await stores.auditLog.list({ accountId }, { limit: 1 });
    expect(last).toMatchObject({
      action: 'product_environment.delete',
      subjectId: environmentId,
      before: { cloud_name: 'acme', enabled: false },
      after: undefined,
    });
  });

  it('touches nobody else', async () => {
    const other = await plantTenant(opened.db, 'other');
    const before = await rowsLeft(other);
    await remove(true);
    expect(await rowsLeft(other)).toEqual(before);
  });

  it('is of the account alone that has it', async () => {
    const other = await plantTenant(opened.db, 'other');
    const before = await dumpOf(opened.db);
    expect(await remove(true, { ...acme, accountId: other.accountId })).toBeUndefined();
    expect(await dumpOf(opened.db)).toEqual(before);
  });

  it('is refused while something is under way, and changes nothing', async () => {
    const before = await dumpOf(opened.db);
    await expect(remove(false)).rejects.toMatchObject({
      code: 'conflict',
      message: `sub_account_id: got "${acme.environmentId}", of which are under way: events 0, deliveries 1, operations 1; expected none: wait for their end, or give force, which ends them`,
    });
    expect(await dumpOf(opened.db)).toEqual(before);
  });

  it.each([
    [
      'an event that is not resolved',
      () => stores.events.insert(anEvent({ environmentId: acme.environmentId }), 'h'),
    ],
    ['a delivery', () => opened.db('deliveries').update({ status: 'pending' })],
    ['an operation', () => opened.db('operations').update({ ended_at: null })],
  ])('is refused because of %s alone, and needs no force without', async (_what, begin) => {
    await endAll();
    await begin();
    await expect(remove(false)).rejects.toMatchObject({ code: 'conflict' });
    await endAll();
    expect(await remove(false)).toBeDefined();
    expect(Object.keys(await rowsLeft())).toEqual(['audit_log']);
  });

  it('takes as many steps as there are events and operations', async () => {
    const { environmentId } = acme;
    const ids = Array.from({ length: 450 }, (_, n) => `many-${n}`);
    for (const eventId of ids) {
      await stores.events.insert(anEvent({ environmentId, eventId }), 'h');
      await stores.operations.insert(anOperationRecord({ environmentId, operationId: eventId }), 'h');
    }
    await endAll();
    expect(await remove(false)).toBeDefined();
    expect(Object.keys(await rowsLeft())).toEqual(['audit_log']);
  }, 60_000);

  it('goes on where an interruption has left it', async () => {
    const { accountId, environmentId } = acme;
    const changes = { enabled: false, updatedAt: AT };
    await stores.environments.update(accountId, environmentId, { changes, by: BY });
    await opened.db('events').where({ environment_id: environmentId }).delete();
    expect(await remove(true)).toBeDefined();
    expect(Object.keys(await rowsLeft())).toEqual(['audit_log']);
    expect(await remove(true)).toBeUndefined();
  });

  it('frees its cloud name', async () => {
    await remove(true);
    const { accountId } = acme;
    const made = await stores.environments.create({ accountId, cloudName: 'acme' }, BY);
    expect(made.environmentId).not.toBe(acme.environmentId);
  });

  it('loses no event that was accepted meanwhile, unless by force', async () => {
    const { environmentId } = acme;
    await endAll();
    const accepted = anEvent({ environmentId, eventId: 'accepted' });
    const [deletion, insertion] = await Promise.allSettled([
      remove(false),
      stores.events.insert(accepted, 'h'),
    ]);
    const isGone = deletion.status === 'fulfilled';
    // Either it came too late, or the deletion did.
    expect(insertion.status).toBe(isGone ? 'rejected' : 'fulfilled');
    expect((await stores.events.find(environmentId, 'accepted')) === undefined).toBe(isGone);
  });

  it('lets an attempt that is under way be recorded nowhere, and a dispatch find nothing', async () => {
    await remove(true);
    const after = { status: 'delivered', nextAttemptAt: undefined } as const;
    const attempt = anAttempt({ deliveryId: 'acme-delivery', attemptNumber: 2 });
    await expect(stores.deliveries.recordAttempt(attempt, after)).rejects.toThrow();
    expect(await stores.deliveries.find('acme-delivery')).toBeUndefined();
    const resolution = {
      ...anEvent({ environmentId: acme.environmentId, eventId: 'acme-event' }),
      resolvedAt: AT,
      verdicts: [],
      deliveries: [aNewDelivery()],
    };
    expect(await stores.events.recordResolution(resolution)).toEqual([]);
    expect(Object.keys(await rowsLeft())).toEqual(['audit_log']);
  });

  async function endAll(): Promise<void> {
    await opened.db('events').update({ resolved_at: AT });
    await opened.db('deliveries').update({ status: 'failed' });
    await opened.db('operations').update({ ended_at: AT });
  }
});

function isAbout(line: string, { environmentId, cloudName }: Tenant): boolean {
  return line.includes(environmentId) || line.includes(`"${cloudName}-delivery"`);
}
