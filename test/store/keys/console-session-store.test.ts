import { composeStores } from '../../../src/app/stores';
import { BY } from '../../support/builders/an-audit-entry';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { databases } from '../../support/databases/databases';
import { dumpOf } from '../../support/databases/dump-of';
import { useDatabase } from '../../support/databases/use-database';

const START_MS = Date.parse('2026-03-14T09:26:53.000Z');
const ABOUT = { userAgent: 'a browser', by: { ...BY, selfDeclaredName: 'Ada' } };

describe.each(databases)('console session store on $name', ({ open }) => {
  const opened = useDatabase(open);

  async function signedIn() {
    const clock = { ms: START_MS };
    const stores = composeStores(opened.db, someMasterKeys(), () => new Date(clock.ms));
    const { environmentId, apiKey } = await stores.environments.create({ cloudName: 'demo' }, BY);
    const caller = { environmentId, cloudName: 'demo', apiKey, role: 'admin' } as const;
    const { consoleSessions } = stores;
    const { session, token } = await consoleSessions.create(caller, ABOUT);
    const pass = (seconds: number) => (clock.ms += seconds * 1000);
    return { stores, consoleSessions, caller, session, token, pass };
  }

  it('finds a session by its token, with the caller that it stands for', async () => {
    const { consoleSessions, caller, session, token } = await signedIn();
    expect(session).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      caller,
      expiresAt: new Date(START_MS + 12 * 3600 * 1000).toISOString(),
      selfDeclaredName: 'Ada',
    });
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await consoleSessions.find(token)).toEqual(session);
  });

  it('finds none by another token, by its own id, or by the hash that is stored', async () => {
    const { consoleSessions, session } = await signedIn();
    const [row] = await opened.db('console_sessions').select<{ token_hash: string }[]>('token_hash');
    for (const token of ['', session.id, row?.token_hash ?? '', 'a'.repeat(43)]) {
      expect(await consoleSessions.find(token)).toBeUndefined();
    }
  });

  it('stores no token', async () => {
    const { token } = await signedIn();
    expect(await dumpOf(opened.db)).not.toContain(token);
  });

  it('ends after 12 hours, however much it is used', async () => {
    const { consoleSessions, token, pass } = await signedIn();
    for (let hour = 0; hour < 12; hour += 0.5) {
      expect(await consoleSessions.find(token)).toBeDefined();
      pass(1800);
    }
    expect(await consoleSessions.find(token)).toBeUndefined();
  });

  it('ends after an hour without use', async () => {
    const { consoleSessions, token, pass } = await signedIn();
    pass(3599);
    expect(await consoleSessions.find(token)).toBeDefined();
    pass(3600);
    expect(await consoleSessions.find(token)).toBeUndefined();
  });

  it('ends when somebody signs out, for good, and says so once', async () => {
    const { stores, consoleSessions, session, token } = await signedIn();
    await consoleSessions.end(session, BY);
    await consoleSessions.end(session, BY);
    expect(await consoleSessions.find(token)).toBeUndefined();
    const { environmentId } = session.caller;
    const ended = await stores.auditLog.list({ environmentId }, { limit: 10, action: 'console_session.end' });
    expect(ended.map(({ subjectId }) => subjectId)).toEqual([session.id]);
  });

  it.each([
    ['the key is disabled', { enabled: false }],
    ['the product environment is disabled', undefined],
  ])('opens nothing while %s', async (_when, ofKey) => {
    const { consoleSessions, caller, token } = await signedIn();
    if (ofKey) await opened.db('access_keys').where({ api_key: caller.apiKey }).update(ofKey);
    else await opened.db('product_environments').update({ enabled: false });
    expect(await consoleSessions.find(token)).toBeUndefined();
  });

  it('has the role that its key has now', async () => {
    const { stores, consoleSessions, caller, token } = await signedIn();
    await stores.accessKeyAdministration.update(caller.environmentId, caller.apiKey, {
      changes: { role: 'read', updatedAt: new Date(START_MS).toISOString() },
      by: BY,
    });
    expect((await consoleSessions.find(token))?.caller.role).toBe('read');
  });

  it('goes with its key', async () => {
    const { stores, consoleSessions, caller, token } = await signedIn();
    const { environmentId, apiKey } = caller;
    await stores.accessKeyAdministration.delete(environmentId, { apiKey }, BY);
    expect(await consoleSessions.find(token)).toBeUndefined();
    expect(await opened.db('console_sessions').select()).toEqual([]);
  });

  it('is ended by the twentieth one after it of the same key', async () => {
    const { consoleSessions, caller, token, pass } = await signedIn();
    const tokens: string[] = [];
    for (let n = 0; n < 19; n++) {
      pass(1);
      tokens.push((await consoleSessions.create(caller, ABOUT)).token);
    }
    expect(await consoleSessions.find(token)).toBeDefined();
    pass(1);
    await consoleSessions.create(caller, ABOUT);
    expect(await consoleSessions.find(token)).toBeUndefined();
    expect(await consoleSessions.find(tokens[0] ?? '')).toBeDefined();
  });

  it('leaves no row behind when it has ended by itself, once the next one begins', async () => {
    const { consoleSessions, caller, pass } = await signedIn();
    pass(12 * 3600);
    const { session } = await consoleSessions.create(caller, ABOUT);
    expect(await opened.db('console_sessions').pluck<string[]>('id')).toEqual([session.id]);
  });
});
