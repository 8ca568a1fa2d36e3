import { BY } from '../support/builders/an-audit-entry';
import { sqlite, type OpenDatabase } from '../support/databases/databases';
import { basic } from '../support/services/test-api';
import { startProvisioningServer } from './support/provisioning-server';
import { RECORDED_SDKS, sendRecorded, type RecordedRequest } from './support/recorded-requests';

/* What the official SDKs send, as it was recorded, over a socket, against the real stores on SQLite. */

interface SubAccount {
  readonly id: string;
  readonly cloud_name: string;
}

interface Key {
  readonly api_key: string;
  readonly name: string;
}

const CREATED_AT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string;
const KEY_FIELDS = 'name api_key api_secret created_at updated_at enabled root'.split(' ');

it('are those of Java, PHP, Ruby, Python, Node and .NET', () => {
  expect(RECORDED_SDKS.map(({ sdk }) => sdk)).toHaveLength(6);
});

describe.each(RECORDED_SDKS)('the requests of $sdk $version', ({ requests }) => {
  let opened: OpenDatabase;
  let server: Awaited<ReturnType<typeof startProvisioningServer>>;
  /** The beginning of all its names. */
  let prefix: string;
  let made: SubAccount;
  let key: Key;

  beforeAll(async () => {
    opened = await sqlite.open();
    server = await startProvisioningServer(opened);
    const [{ body = '' } = {}] = requests;
    prefix = (JSON.parse(body) as { cloud_name: string }).cloud_name;
  });
  afterAll(async () => {
    await server.stop();
    await opened.close();
  });

  const send = async (recorded: RecordedRequest) => {
    const { url, accountId, provisioningApiKey, provisioningApiSecret } = server;
    const answer = await sendRecorded(recorded, {
      url: `${url}/v1_1/provisioning/accounts/${accountId}`,
      authorization: basic(provisioningApiKey, provisioningApiSecret),
      ids: { account: accountId, sub_account: made?.id, api_key: key?.api_key },
    });
    const json: unknown = await answer.json();
    expect([answer.status, answer.headers.get('Content-Type'), json]).toEqual([
      200,
      'application/json; charset=utf-8',
      expect.not.objectContaining({ error: expect.anything() }),
    ]);
    return json;
  };
  const cloudNames = (answer: unknown) =>
    (answer as { sub_accounts: SubAccount[] }).sub_accounts.map(({ cloud_name }) => cloud_name);
  const names = (answer: unknown) => (answer as { access_keys: Key[] }).access_keys.map(({ name }) => name);
  const addKey = async () => {
    const wanted = {
      environmentId: made.id,
      name: 'named',
      enabled: true,
      role: 'admin',
      createdAt: new Date().toISOString(),
    } as const;
    await server.stores.accessKeyAdministration.create(wanted, BY);
  };

  /** By the kind of request: what its answer has to say, in the form that the SDKs read. */
  const CHECKS: Readonly<Record<string, (answer: unknown) => void | Promise<void>>> = {
    create: (answer) => {
      made = answer as SubAccount;
      expect(answer).toMatchObject({
        id: expect.stringMatching(/^[0-9a-f]{34}$/),
        name: prefix === 'php' ? 'PHP' : `${prefix.charAt(0).toUpperCase()}${prefix.slice(1)}`,
        cloud_name: prefix,
        enabled: true,
        created_at: CREATED_AT,
        custom_attributes: { plan: 'free' },
        api_access_keys: [{ key: expect.any(String), secret: expect.any(String), enabled: true }],
      });
    },
    create_disabled: (answer) =>
      expect(answer).toMatchObject({ cloud_name: `${prefix}-off`, enabled: false, custom_attributes: {} }),
    list: (answer) => expect(cloudNames(answer)).toEqual([prefix, `${prefix}-off`]),
    list_enabled: (answer) => expect(cloudNames(answer)).toEqual([prefix]),
    list_disabled: (answer) => expect(cloudNames(answer)).toEqual([`${prefix}-off`]),
    list_ids: (answer) => expect(cloudNames(answer)).toEqual([prefix]),
    show: (answer) => expect(answer).toMatchObject({ id: made.id, cloud_name: prefix }),
    update: (answer) =>
      expect(answer).toMatchObject({ id: made.id, name: expect.stringMatching(/ 2$/), enabled: false }),
    create_key: async (answer) => {
      key = answer as Key;
      expect(answer).toMatchObject({ name: 'signer', enabled: true, created_at: CREATED_AT, root: false });
      expect(Object.keys(key)).toEqual(KEY_FIELDS);
      await addKey();
    },
    create_bare_key: (answer) => expect(Object.keys(answer as Key)).toEqual(KEY_FIELDS),
    list_keys: (answer) => {
      expect(names(answer)).toEqual(expect.arrayContaining(['first', 'named', 'signer']));
      expect(answer).toMatchObject({ total: names(answer).length });
    },
    list_keys_page: (answer) => {
      const page = names(answer);
      expect(page.length).toBeLessThanOrEqual(2);
      expect(['first', 'named', 'signer']).toEqual(
        expect.arrayContaining(page.filter((name) => !/\d/.test(name))),
      );
      expect(page).toEqual(page.toSorted());
    },
    update_key: (answer) =>
      expect(answer).toMatchObject({ api_key: key.api_key, name: 'signer 2', enabled: false }),
    dedicate_key: (answer) => {
      expect(answer).toMatchObject({ api_key: key.api_key, dedicated_for: ['webhooks'] });
      expect(Object.keys(answer as Key)).toEqual([...KEY_FIELDS.slice(0, 6), 'dedicated_for', 'root']);
    },
    delete_key: async (answer) => {
      expect(answer).toEqual({ message: 'ok' });
      expect(await keysLeft()).not.toContain('signer 2');
    },
    delete_key_by_name: async (answer) => {
      expect(answer).toEqual({ message: 'ok' });
      expect(await keysLeft()).toEqual(['first']);
    },
    delete: async (answer) => {
      expect(answer).toEqual({ message: 'ok' });
      const left = await opened.db('product_environments').pluck<string[]>('cloud_name');
      expect(left).toEqual([`${prefix}-off`]);
    },
  };
  const keysLeft = () =>
    opened.db('access_keys').where({ environment_id: made.id }).orderBy('name').pluck<string[]>('name');

  it.each(requests)('$call ($kind) is obeyed, and answered as the SDK reads it', async (recorded) => {
    const check = CHECKS[recorded.kind];
    if (!check) throw new Error(`nothing is known of ${recorded.kind}`);
    await check(await send(recorded));
  });
});
