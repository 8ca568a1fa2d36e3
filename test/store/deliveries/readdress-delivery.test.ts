import type { Author } from '../../../src/domain/keys/audit-entry';
import type { Readdressing } from '../../../src/domain/deliveries/readdress';
import { aNewDelivery } from '../../support/builders/a-delivery';
import { databases } from '../../support/databases/databases';
import { dumpOf } from '../../support/databases/dump-of';
import { storeDeliveries } from '../../support/databases/store-deliveries';
import { useStores } from '../../support/databases/use-stores';

const AUTHOR: Author = { kind: 'access_key', id: '738291046655821', requestId: 'request-1', ip: '192.0.2.1' };
const LATER = '2026-03-14T09:30:00.000Z';
const CHANGE: Readdressing = {
  uri: 'https://new.example.com/cld?token=hunter2',
  authScheme: 'eddsa_v2',
  successStatuses: '2xx',
  payloadTemplate: { id: '{{asset.public_id}}' },
  body: '{"id":"Kästchen 🫖"}',
  bodyKind: 'template',
  templateFallback: undefined,
  note: 'from attempt 2 on elsewhere',
};

describe.each(databases)('readdressing a delivery on $name', ({ open }) => {
  const stores = useStores(open);
  beforeEach(async () => {
    await storeDeliveries(stores.db, [aNewDelivery({ templateFallback: 'too long' })]);
    await stores.deliveries.recordAttempt(
      {
        deliveryId: 'dlv1',
        attemptNumber: 1,
        startedAt: '2026-03-14T09:26:55.000Z',
        requestHeaders: {},
        outcome: { kind: 'unreachable', errorCode: 'timeout', errorMessage: 'no answer', durationMs: 250 },
      },
      { status: 'failed', nextAttemptAt: undefined },
    );
  });

  const stored = async () => (await stores.deliveries.find('dlv1')) ?? fail('no delivery');
  const terms = { change: CHANGE, at: LATER, by: AUTHOR };
  const entries = () => stores.auditLog.list({ environmentId: 'env1' }, { limit: 10 });

  it('replaces destination and body, and leaves id, triggers, status and attempts', async () => {
    const before = await stored();
    const attempts = await stores.deliveries.listAttempts('dlv1');
    const readdressed = await stores.deliveries.readdress(before, terms);
    expect(readdressed).toEqual({ ...before, ...CHANGE, updatedAt: LATER });
    expect(await stored()).toEqual(readdressed);
    expect(await stores.deliveries.listAttempts('dlv1')).toEqual(attempts);
  });

  it('records who asked for it, with what it was and what it is, queries masked', async () => {
    await stores.deliveries.readdress(await stored(), terms);
    const facts = { event_id: 'evt1', status: 'failed', attempt_count: 1 };
    expect(await entries()).toMatchObject([
      {
        action: 'delivery.retry',
        subjectId: 'dlv1',
        by: AUTHOR,
        before: {
          ...facts,
          uri: 'https://hooks.example.com/cld',
          auth_scheme: 'default',
          success_statuses: '200',
          payload_template: null,
          template_fallback: 'too long',
        },
        after: {
          ...facts,
          uri: 'https://new.example.com/cld?token=***',
          auth_scheme: 'eddsa_v2',
          success_statuses: '2xx',
          payload_template: CHANGE.payloadTemplate,
          template_fallback: null,
        },
      },
    ]);
  });

  it('changes and records nothing when the delivery has changed since it was read', async () => {
    const read = await stored();
    await stores.deliveries.markPending('dlv1', { at: LATER, firstAttemptNumber: 1 });
    const before = await dumpOf(stores.db);
    expect(await stores.deliveries.readdress(read, terms)).toBeUndefined();
    expect(await dumpOf(stores.db)).toBe(before);
  });

  it('happens once when it is asked for twice at the same time', async () => {
    const read = await stored();
    const both = await Promise.all([1, 2].map(() => stores.deliveries.readdress(read, terms)));
    expect(both.filter((each) => each !== undefined)).toHaveLength(1);
    expect(await entries()).toHaveLength(1);
  });

  it('keeps its body when an attempt that began before it names another signing key', async () => {
    const before = await stored();
    await stores.deliveries.readdress(before, terms);
    const attempt = (await stores.deliveries.listAttempts('dlv1'))[0] ?? fail('no attempt');
    const replacedBody = { body: '{"old":2}', replaces: before.body, signatureKey: '2', note: 'by key 2' };
    const after = { status: 'pending', nextAttemptAt: LATER, replacedBody } as const;
    await stores.deliveries.recordAttempt({ ...attempt, attemptNumber: 2 }, after);
    const { body, note, uri } = CHANGE;
    expect(await stored()).toMatchObject({
      attemptCount: 2,
      uri,
      body,
      note,
      signatureKey: before.signatureKey,
    });
  });

  it('does not happen when it cannot be recorded', async () => {
    const read = await stored();
    await stores.db.schema.renameTable('audit_log', 'lost_log');
    const before = await dumpOf(stores.db);
    await expect(stores.deliveries.readdress(read, terms)).rejects.toThrow(/audit_log/);
    expect(await dumpOf(stores.db)).toBe(before);
    await stores.db.schema.renameTable('lost_log', 'audit_log');
  });
});
