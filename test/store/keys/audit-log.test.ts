import { composeStores, type Stores } from '../../../src/app/stores';
import type { AuditAction, AuditEntry, Author } from '../../../src/domain/keys/audit-entry';
import type { ConsoleSession } from '../../../src/domain/keys/access-key';
import { aTrigger } from '../../support/builders/a-trigger';
import { anEvent } from '../../support/builders/an-event';
import { databases } from '../../support/databases/databases';
import { dumpOf } from '../../support/databases/dump-of';
import { BY } from '../../support/builders/an-audit-entry';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { aBulkAction } from '../../support/builders/a-bulk-action';
import { useDatabase } from '../../support/databases/use-database';

const AUTHOR: Author = {
  kind: 'access_key',
  id: '738291046655821',
  requestId: 'request-1',
  ip: '192.0.2.1',
  via: 'console',
  selfDeclaredName: 'Ada Lovelace',
};
const LATER = '2030-01-01T00:00:00.000Z';
const FAILURE_URL = 'https://alerts.example.com/webhooks?token=t0k3n';
const LIMITS = { maxNotificationUrls: 2, maxTriggers: 10 };

/** What the changes are about, made by somebody else. */
interface Given {
  readonly stores: Stores;
  /** With another active master key. */
  readonly later: Stores;
  readonly accountId: string;
  readonly environmentId: string;
  readonly apiKey: string;
  readonly triggerId: string;
  readonly session: ConsoleSession;
}

interface Change {
  readonly make: (given: Given) => Promise<unknown>;
  /** The last entry about it. */
  readonly expected: (given: Given) => Partial<AuditEntry>;
  /** Where it would break a rule: it is refused. */
  readonly refused?: (given: Given) => Promise<unknown>;
}

const key = { name: 'b', enabled: true, role: 'admin', dedicated_for: null, root: false };
const trigger = {
  uri: 'https://hooks.example.com/cld',
  event_type: 'upload',
  additive: false,
  auth_scheme: 'default',
  success_statuses: '200',
  filter: null,
  payload_template: null,
};
const environment = {
  cloud_name: 'demo',
  name: 'demo',
  enabled: true,
  signature_algorithm: 'sha1',
  custom_attributes: {},
};

/** What is recorded apart from any change of a store's: what was asked for, and what was mended. */
type Recorded = `delivery.${string}` | `${string}.restart` | 'trigger.send_test';

/** Every change that a store makes and records. */
const CHANGES: Readonly<Record<Exclude<AuditAction, Recorded>, Change>> = {
  'product_environment.create': {
    make: ({ stores }) => stores.environments.create({ cloudName: 'new' }, AUTHOR),
    expected: () => ({ before: undefined, after: { ...environment, cloud_name: 'new', name: 'new' } }),
    refused: ({ stores }) => stores.environments.create({ cloudName: 'demo' }, AUTHOR),
  },
  'product_environment.update': {
    make: ({ stores, accountId, environmentId: id }) =>
      stores.environments.update(accountId, id, {
        changes: { enabled: false, updatedAt: LATER },
        by: AUTHOR,
      }),
    expected: ({ environmentId }) => ({
      subjectId: environmentId,
      before: environment,
      after: { ...environment, enabled: false },
    }),
  },
  'provisioning_key.issue': {
    make: ({ stores }) => stores.accounts.issueProvisioningKey(AUTHOR),
    expected: () => ({
      environmentId: undefined,
      subjectId: expect.stringMatching(/^\d{15}$/) as string,
      before: { provisioning_api_key: expect.stringMatching(/^\d{15}$/) as string },
      after: { provisioning_api_key: expect.stringMatching(/^\d{15}$/) as string },
    }),
  },
  'access_key.create': {
    make: ({ stores, environmentId }) => createKey(stores, environmentId, 'c'),
    expected: () => ({ before: undefined, after: { ...key, name: 'c' } }),
    refused: ({ stores, environmentId }) => createKey(stores, environmentId, 'b'),
  },
  'access_key.update': {
    make: (given) => updateKey(given, { role: 'read', enabled: false, dedicatedForWebhooks: true }),
    expected: ({ apiKey }) => ({
      subjectId: apiKey,
      before: key,
      after: { ...key, role: 'read', enabled: false, dedicated_for: 'webhooks' },
    }),
    refused: (given) => updateKey(given, { name: 'first' }),
  },
  'console_session.create': {
    make: ({ stores, ...given }) => beginSession(stores, given),
    expected: ({ apiKey }) => ({
      before: undefined,
      after: { api_key: apiKey, expires_at: expect.any(String) },
    }),
  },
  'console_session.end': {
    make: async ({ stores, session }) => stores.consoleSessions.end(session, AUTHOR),
    expected: ({ apiKey, session }) => ({
      subjectId: session.id,
      before: { api_key: apiKey },
      after: undefined,
    }),
  },
  'bulk_action.create': {
    make: ({ stores, environmentId }) => beginBulkAction(stores, environmentId),
    expected: () => ({ subjectId: 'bulk1', before: undefined, after: { action: 'retry' } }),
  },
  'bulk_action.cancel': {
    make: async ({ stores, environmentId }) => {
      await beginBulkAction(stores, environmentId);
      await stores.bulkActions.requestCancel({ environmentId, id: 'bulk1' }, { at: LATER, by: AUTHOR });
    },
    expected: () => ({ subjectId: 'bulk1', before: undefined, after: undefined }),
  },
  'failure_url.update': {
    make: ({ stores, environmentId }) =>
      stores.failureNotifications.name(environmentId, FAILURE_URL, { at: LATER, by: AUTHOR }),
    expected: ({ environmentId }) => ({
      subjectId: environmentId,
      before: undefined,
      after: { uri: 'https://alerts.example.com/webhooks?token=***' },
    }),
  },
  'failure_url.delete': {
    make: async ({ stores, environmentId }) => {
      await stores.failureNotifications.name(environmentId, FAILURE_URL, { at: LATER, by: BY });
      await stores.failureNotifications.remove(environmentId, { by: AUTHOR });
    },
    expected: ({ environmentId }) => ({
      subjectId: environmentId,
      before: { uri: 'https://alerts.example.com/webhooks?token=***' },
      after: undefined,
    }),
  },
  'access_key.delete': {
    make: ({ stores, environmentId, apiKey }) =>
      stores.accessKeyAdministration.delete(environmentId, { apiKey }, AUTHOR),
    expected: ({ apiKey }) => ({ subjectId: apiKey, before: key, after: undefined }),
  },
  'signing_key.rotate': {
    make: ({ stores, environmentId }) => stores.signingKeys.rotate(environmentId, LATER, AUTHOR),
    expected: () => ({
      before: { active_kids: [expect.any(String)] },
      after: { active_kids: [expect.any(String), expect.any(String)] },
    }),
  },
  'signing_key.revoke': {
    make: ({ stores, environmentId }) => stores.signingKeys.revoke(environmentId, LATER, AUTHOR),
    expected: () => ({
      before: { active_kids: [expect.any(String)] },
      after: { active_kids: [expect.any(String)] },
    }),
  },
  'secrets.reencrypt': {
    make: ({ later }) => later.rotateSecrets(AUTHOR),
    expected: () => ({
      environmentId: undefined,
      before: undefined,
      after: { count: expect.any(Number), master_key: 'k2' },
    }),
  },
  'trigger.create': {
    make: ({ stores, environmentId }) => insertTrigger(stores, environmentId, 2),
    expected: () => ({
      subjectId: 'trg2',
      before: undefined,
      after: { ...trigger, uri: 'https://hooks.example.com/2' },
    }),
    refused: async ({ stores, environmentId }) => {
      await insertTrigger(stores, environmentId, 2, BY);
      await insertTrigger(stores, environmentId, 3);
    },
  },
  'trigger.update': {
    make: (given) => updateTrigger(given, { additive: true, filter: { '==': [1, 1] } }),
    expected: ({ triggerId }) => ({
      subjectId: triggerId,
      before: trigger,
      after: { ...trigger, additive: true, filter: { '==': [1, 1] } },
    }),
    refused: async (given) => {
      await insertTrigger(given.stores, given.environmentId, 2, BY);
      await updateTrigger(given, { uri: 'https://hooks.example.com/2' });
    },
  },
  'trigger.delete': {
    make: ({ stores, environmentId, triggerId }) => stores.triggers.delete(environmentId, triggerId, AUTHOR),
    expected: ({ triggerId }) => ({ subjectId: triggerId, before: trigger, after: undefined }),
  },
  'product_environment.delete': {
    make: (given) => deleteEnvironment(given),
    expected: ({ environmentId }) => ({
      subjectId: environmentId,
      // Disabled first, which is a change of its own.
      before: { ...environment, enabled: false },
      after: undefined,
    }),
    refused: async (given) => {
      await given.stores.events.insert(anEvent({ environmentId: given.environmentId }), 'h');
      await deleteEnvironment(given);
    },
  },
};

const cases = Object.entries(CHANGES).map(([action, change]) => ({
  action: action as AuditAction,
  ...change,
}));
const refusals = cases.flatMap(({ action, refused }) => (refused ? [{ action, refused }] : []));

function deleteEnvironment({ stores, accountId, environmentId }: Given) {
  return stores.environments.delete({ accountId, environmentId, force: false, at: LATER, by: AUTHOR });
}

function createKey({ accessKeyAdministration }: Stores, environmentId: string, name: string, by = AUTHOR) {
  const wanted = { environmentId, name, enabled: true, role: 'admin', createdAt: LATER } as const;
  return accessKeyAdministration.create(wanted, by);
}

function updateKey(
  { stores, environmentId, apiKey }: Given,
  changes: Omit<Parameters<Stores['accessKeyAdministration']['update']>[2]['changes'], 'updatedAt'>,
) {
  const change = { changes: { ...changes, updatedAt: LATER }, by: AUTHOR };
  return stores.accessKeyAdministration.update(environmentId, apiKey, change);
}

function beginSession(
  { consoleSessions }: Stores,
  { environmentId, apiKey }: Pick<Given, 'environmentId' | 'apiKey'>,
  by = AUTHOR,
) {
  const caller = { environmentId, cloudName: 'demo', apiKey, role: 'admin' } as const;
  return consoleSessions.create(caller, { userAgent: 'a browser', by });
}

function insertTrigger({ triggers }: Stores, environmentId: string, number: number, by = AUTHOR) {
  const uri = `https://hooks.example.com/${number}`;
  return triggers.insert(aTrigger({ id: `trg${number}`, environmentId, uri }), { limits: LIMITS, by });
}

function updateTrigger(
  { stores, environmentId, triggerId }: Given,
  changes: Omit<Parameters<Stores['triggers']['update']>[2]['changes'], 'updatedAt'>,
) {
  const terms = { changes: { ...changes, updatedAt: LATER }, limits: LIMITS, by: AUTHOR };
  return stores.triggers.update(environmentId, triggerId, terms);
}

describe.each(databases)('audit log on $name', ({ name, open }) => {
  const opened = useDatabase(open);
  let given: Given;
  beforeEach(async () => {
    const stores = composeStores(opened.db, someMasterKeys('k1'));
    const later = composeStores(opened.db, someMasterKeys('k2', 'k1'));
    const { accountId } = await stores.accounts.issueProvisioningKey(BY);
    const { environmentId } = await stores.environments.create({ cloudName: 'demo' }, BY);
    const { apiKey } = await createKey(stores, environmentId, 'b', BY);
    const stored = aTrigger({ environmentId });
    await stores.triggers.insert(stored, { limits: LIMITS, by: BY });
    const { session } = await beginSession(stores, { environmentId, apiKey }, BY);
    given = { stores, later, accountId, environmentId, apiKey, triggerId: stored.id, session };
  });

  /** What the author of the tested changes has done. */
  const entries = async (scope: Parameters<Stores['auditLog']['list']>[0] = { accountId: given.accountId }) =>
    (await given.stores.auditLog.list(scope, { limit: 100 })).filter(({ by }) => by.id === AUTHOR.id);

  describe('a change', () => {
    it.each(cases)('$action is recorded, with who made it and from where', async ({ action, ...change }) => {
      const before = new Date().toISOString();
      await change.make(given);
      const recorded = (await entries()).filter((entry) => entry.action === action);
      expect(recorded).toEqual(
        recorded.map(() => ({
          id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
          environmentId: action === 'product_environment.create' ? expect.any(String) : given.environmentId,
          at: expect.any(String) as string,
          subjectId: expect.any(String) as string,
          action,
          by: AUTHOR,
          ...change.expected(given),
        })),
      );
      // One for each table with secrets, and one for everything else.
      expect(recorded).toHaveLength(action === 'secrets.reencrypt' ? 3 : 1);
      expect(recorded[0]?.at.localeCompare(before)).toBeGreaterThanOrEqual(0);
      expect(recorded[0]?.at.localeCompare(new Date().toISOString())).toBeLessThanOrEqual(0);
    });

    it('of whatever kind does not happen when it cannot be recorded', async () => {
      await opened.db.schema.renameTable('audit_log', 'lost_log');
      const before = await dumpOf(opened.db);
      for (const { action, make } of cases) {
        await expect(make(given)).rejects.toThrow(/audit_log/);
        expect([action, await dumpOf(opened.db)]).toEqual([action, before]);
      }
      await opened.db.schema.renameTable('lost_log', 'audit_log');
    });

    it.each(refusals)('$action leaves no entry when it is refused', async ({ refused }) => {
      await expect(refused(given)).rejects.toMatchObject({ name: 'DomainError' });
      expect(await entries()).toEqual([]);
    });

    it('of what is not there leaves none', async () => {
      const { stores, environmentId: id, accountId } = given;
      const changes = { enabled: false, updatedAt: LATER };
      await stores.environments.update('gone', id, { changes, by: AUTHOR });
      await stores.environments.update(accountId, 'gone', { changes, by: AUTHOR });
      await stores.accessKeyAdministration.update(id, 'gone', { changes, by: AUTHOR });
      await stores.accessKeyAdministration.delete(id, { name: 'gone' }, AUTHOR);
      await updateTrigger({ ...given, triggerId: 'gone' }, { additive: true });
      await stores.triggers.delete(id, 'gone', AUTHOR);
      await stores.rotateSecrets(AUTHOR);
      expect(await entries()).toEqual([]);
    });
  });

  it('records the first access key of a product environment, too', async () => {
    await given.stores.environments.create({ cloudName: 'new', role: 'events:publish' }, AUTHOR);
    const [recorded] = (await entries()).filter(({ action }) => action === 'access_key.create');
    expect(recorded?.after).toEqual({ ...key, name: 'first', role: 'events:publish', root: true });
  });

  it('records, when a key is dedicated to webhooks, the key that loses the dedication', async () => {
    const { stores, environmentId, apiKey } = given;
    const other = await createKey(stores, environmentId, 'other', BY);
    await updateKey(given, { dedicatedForWebhooks: true });
    await updateKey({ ...given, apiKey: other.apiKey }, { dedicatedForWebhooks: true });
    const changes = (await entries()).map(({ subjectId, before, after }) =>
      [subjectId, before?.dedicated_for, after?.dedicated_for].join(' '),
    );
    expect(changes.sort()).toEqual(
      [`${apiKey}  webhooks`, `${apiKey} webhooks `, `${other.apiKey}  webhooks`].sort(),
    );
  });

  it('holds no secret, and nothing of a URL that may be one', async () => {
    const { stores, later, environmentId } = given;
    const lastly = CHANGES['product_environment.delete'];
    for (const { make } of cases.filter((each) => each.make !== lastly.make)) await make(given);
    const made = await stores.environments.create({ cloudName: 'secretive' }, AUTHOR);
    const uri = 'https://user:hunter2@hooks.example.com/cld?token=hunter2';
    const payloadTemplate = { text: 'see https://example.com/?t={{ raw.x }}&u=hunter2', token: 'hunter2' };
    const secretive = aTrigger({ id: 'secretive', environmentId, uri, payloadTemplate });
    const limits = { ...LIMITS, maxNotificationUrls: 9 };
    await stores.triggers.insert(secretive, { limits, by: AUTHOR });
    const { ed25519PrivateKeyPem } = await later.signing
      .findSigners(environmentId)
      .then((signers) => signers.materialOf(undefined));
    await lastly.make(given);
    const text = JSON.stringify(await opened.db('audit_log').select());
    expect(text).toContain('https://***@hooks.example.com/cld?token=***');
    expect(text).toContain('see https://example.com/?t=***&u=***');
    for (const secret of ['hunter2', made.apiSecret, ed25519PrivateKeyPem?.split('\n')[1] ?? 'none']) {
      expect(text.includes(secret)).toBe(false);
    }
    expect(text).not.toContain('v1.k1.');
  });

  describe('is append-only for whoever can write to the database', () => {
    const row = async () => (await opened.db('audit_log').first<Record<string, string>>()) ?? {};

    it.each([
      ['an update', async () => opened.db('audit_log').update({ actor_id: 'somebody else' })],
      ['a deletion', async () => opened.db('audit_log').delete()],
      [
        'a replacement',
        async () =>
          name === 'SQLite'
            ? opened.db.raw(
                "insert or replace into audit_log select * from audit_log where actor_id = 'tester'",
              )
            : opened
                .db('audit_log')
                .insert(await row())
                .onConflict('id')
                .merge(),
      ],
      [
        'emptying',
        async () => (name === 'SQLite' ? opened.db('audit_log').delete() : opened.db('audit_log').truncate()),
      ],
    ])('refuses %s', async (_what, tamper) => {
      const before = await dumpOf(opened.db);
      await expect(tamper()).rejects.toThrow('audit_log is append-only');
      expect(await dumpOf(opened.db)).toBe(before);
    });

    it('outlives what it is about', async () => {
      await CHANGES['trigger.delete'].make(given);
      await opened.db('signing_keys').delete();
      await opened.db('access_keys').delete();
      await opened.db('product_environments').delete();
      expect(await entries()).toHaveLength(1);
    });
  });

  describe('shows', () => {
    const request = (subjectId: string, environmentId = given.environmentId) =>
      given.stores.auditLog.record({ action: 'delivery.retry', environmentId, subjectId, by: AUTHOR });

    it('an environment its own, an account those of its environments, and nobody another’s', async () => {
      const { stores, accountId, environmentId } = given;
      const other = await stores.environments.create({ cloudName: 'other' }, BY);
      await opened.db('accounts').insert({ id: 'account2', name: 'second', created_at: LATER });
      const foreign = await stores.environments.create({ cloudName: 'foreign', accountId: 'account2' }, BY);
      await request('own');
      await request('of another environment', other.environmentId);
      await request('of another account', foreign.environmentId);
      await stores.accounts.issueProvisioningKey(AUTHOR);
      const subjects = async (scope: Parameters<typeof entries>[0]) =>
        (await entries(scope)).map(({ subjectId }) => subjectId);
      expect(await subjects({ environmentId })).toEqual(['own']);
      expect(await subjects({ accountId: 'account2' })).toEqual(['of another account']);
      expect((await subjects({ accountId })).filter((subject) => !/^\d+$/.test(subject)).sort()).toEqual([
        'of another environment',
        'own',
      ]);
      expect(await subjects({ accountId })).toHaveLength(3);
    });

    it('the newest first, page by page, and only those of an action or a time', async () => {
      const { stores, environmentId } = given;
      for (let number = 1; number <= 5; number++) await request(`d${number}`);
      const list = (query: Partial<Parameters<Stores['auditLog']['list']>[1]>) =>
        stores.auditLog.list({ environmentId }, { action: 'delivery.retry', limit: 10, ...query });
      const all = await list({});
      expect(all.map(({ subjectId }) => subjectId).sort()).toEqual(['d1', 'd2', 'd3', 'd4', 'd5']);
      const positions = all.map(({ at, id }) => `${at} ${id}`);
      expect(positions).toEqual(positions.toSorted().reverse());
      const first = await list({ limit: 2 });
      expect([...first, ...(await list({ after: first[1] }))]).toEqual(all);
      expect(await list({ from: LATER })).toEqual([]);
      expect(await list({ to: LATER })).toEqual(all);
      expect(await list({ from: all[4]?.at, to: all[4]?.at })).toEqual([]);
      expect((await list({ action: 'trigger.create' })).map(({ subjectId }) => subjectId)).toEqual(['trg1']);
      expect((await list({ subjectId: 'd2' })).map(({ subjectId }) => subjectId)).toEqual(['d2']);
      expect((await list({ actorId: AUTHOR.id, from: all[2]?.at, to: LATER })).length).toBeGreaterThan(2);
      expect(await list({ actorId: 'nobody' })).toEqual([]);
    });
  });
});

function beginBulkAction({ bulkActions }: Stores, environmentId: string): Promise<boolean> {
  const action = aBulkAction({ environmentId, filter: {}, asOf: LATER, total: 1, createdAt: LATER });
  return bulkActions.insert(action, { facts: { action: 'retry' }, by: AUTHOR });
}
