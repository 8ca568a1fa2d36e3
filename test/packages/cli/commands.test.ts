import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { advanceBulkAction } from '../../../src/activities/advance-bulk-action';
import { resolveDestinations } from '../../../src/activities/resolve-destinations';
import { controlDeliveries } from '../../../src/app/control-deliveries';
import { composeStores, type Stores } from '../../../src/app/stores';
import { BY } from '../../support/builders/an-audit-entry';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { sqlite, type OpenDatabase } from '../../support/databases/databases';
import { realStores } from '../../support/services/real-stores';
import { basic, TestApi } from '../../support/services/test-api';
import { waitUntil } from '../../support/services/wait-until';
import { runCommand } from './run-command';

/* The commands of customers, in this process, against the API on real stores. */

const api = new TestApi();
let opened: OpenDatabase;
let stores: Stores;
let folder: string;
let env: Readonly<Record<string, string>>;
let environmentId: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'webhook-notifications-cli-'));
  opened = await sqlite.open();
  stores = composeStores(opened.db, someMasterKeys());
  const key = await stores.environments.create({ cloudName: 'acme' }, BY);
  environmentId = key.environmentId;
  const { deliveryControl: ofWorkflows } = api.world.dependencies();
  const deliveryControl = controlDeliveries(ofWorkflows, {
    channels: stores.pollMessages,
    deliveries: stores.deliveries,
    now: () => new Date(),
  });
  await api.start({ maxNotificationUrls: 30 }, { ...realStores(stores), deliveryControl });
  env = {
    HOME: folder,
    WEBHOOKS_URL: api.url,
    WEBHOOKS_CLOUD_NAME: 'acme',
    WEBHOOKS_API_KEY: key.apiKey,
    WEBHOOKS_API_SECRET: key.apiSecret,
  };
});
afterAll(async () => {
  await api.stop();
  await opened.close();
  rmSync(folder, { recursive: true, force: true });
});

const webhooks = (line: string, ...more: readonly string[]) =>
  runCommand([...line.split(' '), ...more], { env, folder });
const fileOf = (name: string, text: string) => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};

/** As the event's workflow does. */
async function resolve(eventId: string): Promise<void> {
  const { events, triggers, signing: keys } = stores;
  await resolveDestinations({ events, triggers, keys, now: () => new Date() }, { environmentId, eventId });
}

describe('credentials', () => {
  it('are those of a login, which only its owner can read', async () => {
    const {
      WEBHOOKS_CLOUD_NAME: cloud = '',
      WEBHOOKS_API_KEY: key = '',
      WEBHOOKS_API_SECRET: secret = '',
    } = env;
    const options = { env: { HOME: folder }, folder, input: `${secret}\n` };
    const words = ['login', '--url', api.url, '--cloud-name', cloud, '--api-key', key];
    const login = await runCommand(words, options);
    expect([login.stderr, login.exitCode]).toEqual(['', 0]);
    expect(login.stdout).not.toContain(secret);
    const file = path.join(folder, '.config/webhooks/config.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const whoami = await runCommand(['whoami', '--json'], options);
    expect(whoami.values).toEqual([
      { url: api.url, cloud_name: 'acme', api_key: key, source: 'profile default' },
    ]);
    expect((await runCommand(['logout'], options)).exitCode).toBe(0);
    expect((await runCommand(['logout'], options)).exitCode).toBe(4);
    expect((await runCommand(['whoami'], options)).exitCode).toBe(3);
  });

  it.each([
    [
      'CLOUDINARY_URL',
      () => ({ CLOUDINARY_URL: `cloudinary://${env.WEBHOOKS_API_KEY}:${env.WEBHOOKS_API_SECRET}@acme` }),
    ],
    ['WEBHOOKS_API_KEY', () => env],
  ])('are those of %s', async (source, variables) => {
    const ran = await runCommand(['whoami', '--json'], { env: { ...variables(), WEBHOOKS_URL: api.url } });
    expect(ran.values[0]).toMatchObject({ cloud_name: 'acme', source });
  });

  it('are those of a file of variables, and in a checkout those of its demo environment', async () => {
    const lines = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const file = fileOf('.env', lines.join('\n'));
    const ran = await runCommand(['whoami', '--json', '--env-file', file], { env: { HOME: '/nowhere' } });
    expect(ran.values[0]).toMatchObject({ cloud_name: 'acme' });
    const demo = { cloud_name: 'acme', api_key: env.WEBHOOKS_API_KEY, api_secret: env.WEBHOOKS_API_SECRET };
    fileOf('demo-credentials.json', JSON.stringify(demo));
    const inCheckout = { env: { HOME: '/nowhere', DATA_DIR: '.', PORT: new URL(api.url).port }, folder };
    expect((await runCommand(['whoami', '--json'], inCheckout)).values[0]).toMatchObject({ url: api.url });
  });

  it.each([
    [{ WEBHOOKS_API_KEY: '1' }, 'WEBHOOKS_CLOUD_NAME, WEBHOOKS_API_SECRET: not set'],
    [{ CLOUDINARY_URL: 'http://a' }, 'CLOUDINARY_URL: expected cloudinary://'],
    [{}, 'credentials: found none'],
  ])('that are not complete end the command: %j', async (variables, message) => {
    const ran = await runCommand(['whoami'], { env: { HOME: '/nowhere', ...variables } });
    expect([ran.exitCode, ran.stderr]).toEqual([3, expect.stringContaining(message)]);
  });

  it('that are wrong end it, too, and a service that does not answer fails', async () => {
    const wrong = await runCommand(['events'], { env: { ...env, WEBHOOKS_API_SECRET: 'x' } });
    expect([wrong.exitCode, wrong.stderr]).toEqual([3, expect.stringContaining('Invalid credentials')]);
    const away = await runCommand(['events'], { env: { ...env, WEBHOOKS_URL: 'http://127.0.0.1:1' } });
    expect([away.exitCode, away.stderr]).toEqual([1, expect.stringContaining('does not answer')]);
  });
});

describe('an event and its deliveries', () => {
  it('are sent, listed, shown, explained, cancelled, replayed and counted', async () => {
    const added = await webhooks('triggers add --type upload --json poll://orders');
    expect(added.values[0]).toMatchObject({ uri: 'poll://orders', uri_type: 'poll' });
    const sent = await webhooks('send upload --sample --id evt-1 --json');
    expect(sent.values).toEqual([expect.objectContaining({ event_id: 'evt-1', duplicate: false })]);
    await resolve('evt-1');

    const listed = await webhooks('events --type upload');
    expect(listed.stdout).toMatch(/upload +blue-kettle +evt-1 +1 pending\n$/);
    const [delivery] = (await webhooks('deliveries --event evt-1 --json')).values;
    const id = String(delivery?.id);
    expect((await webhooks('deliveries --since 1h')).stdout).toContain(
      '… pending  upload  → poll://orders  ' + `${id}  waits for a client that polls poll://orders`,
    );
    expect((await webhooks(`show ${id}`)).stdout).toContain('"public_id":"blue-kettle"');
    expect((await webhooks('show evt-1')).stdout).toContain('event evt-1: upload');
    expect((await webhooks('explain evt-1')).stdout).toContain('✓ poll://orders');
    expect((await webhooks('explain evt-1 --what-if --json')).values[0]).toMatchObject({ triggers: 'now' });
    expect((await webhooks(`open ${id} --print`)).stdout).toBe(`${api.url}/console/deliveries/${id}\n`);

    const cancelled = await webhooks(`cancel ${id}`);
    expect([cancelled.exitCode, cancelled.stdout]).toEqual([
      0,
      expect.stringContaining('1 delivery cancelled, of 1.'),
    ]);
    expect((await webhooks(`cancel ${id}`)).exitCode).toBe(1);
    const dry = await webhooks('replay --status cancelled --since 1h --dry-run');
    expect(dry.stdout).toContain('1 delivery would be sent again.');
    expect((await webhooks(`replay ${id} --json`)).values).toEqual([
      expect.objectContaining({ id, action: 'new_run' }),
    ]);
  });

  it.each([
    ['show nothing', 4, 'id: got "nothing", expected that of a delivery or an event'],
    ['explain nothing', 4, 'expected the id of an event'],
    ['cancel nothing', 4, 'expected the id of a delivery'],
    ['replay', 2, 'replay: got nothing, expected ids, or a filter such as --failed --since 2h'],
    ['replay a --failed', 2, 'replay: got ids and a filter'],
    ['cancel', 2, 'cancel: got nothing, expected ids, or a filter such as --host hooks.example.com'],
    ['replay a --per-second 101', 2, '--per-second: got "101", expected a whole number from 1 to 100'],
    ['stop nothing', 4, 'expected the id of a bulk action'],
    ['deliveries --since yesterday', 2, '--since: got "yesterday", expected a span such as 15m'],
    ['deliveries --limit 0', 2, '--limit: got "0", expected a whole number from 1 to 500'],
    ['send', 2, 'send: got nothing, expected <type>'],
    ['send upload', 2, 'send: expected either --data or --sample'],
    ['send nothing --sample', 2, 'type: got "nothing", expected one of'],
    ['send upload -d [1]', 2, '--data: got [1], expected a JSON object'],
    ['send upload -d @/nowhere', 1, '--data: ENOENT'],
    ['stats --by moon', 2, '--by: got "moon", expected one of all, host, url, type, code'],
    ['frob', 2, 'command: got "frob", expected one of login'],
    ['triggers', 2, 'triggers: expected one of triggers list'],
    ['events --frob', 2, "events: Unknown option '--frob'"],
    ['listen --forward http://example.com/', 2, 'is not this machine: add --allow-remote'],
    ['listen --forward ftp://localhost/', 2, 'expected an http or https URL'],
    ['completion powershell', 2, 'shell: got "powershell", expected one of bash, zsh, fish'],
  ])('%s ends with %d', async (line, exitCode, message) => {
    const ran = await webhooks(line);
    expect([ran.exitCode, ran.stderr]).toEqual([exitCode, expect.stringContaining(message)]);
    expect(ran.stdout).toBe('');
  });

  it('one of several that is refused leaves exit code 5', async () => {
    await webhooks('send upload --sample --id evt-3');
    await resolve('evt-3');
    const ids = (await webhooks('deliveries --json --limit 500')).values;
    const pending = ids.find(({ event_id: id }) => id === 'evt-3');
    const other = ids.find(({ event_id: id }) => id === 'evt-1');
    await webhooks(`cancel ${String(other?.id)}`);
    const ran = await webhooks(`cancel ${String(pending?.id)} ${String(other?.id)}`);
    expect(ran.exitCode).toBe(5);
    expect(ran.stdout).toContain('1 delivery cancelled, of 2.');
  });
});

describe('a filter', () => {
  /** The only bulk action that has not ended, as its workflow does it; until it ends, or for so many steps. */
  async function advance(steps = Infinity): Promise<void> {
    const isOpen = ({ ended_at: endedAt }: { ended_at: string | null }) => endedAt === null;
    const { pollMessages, deliveries, bulkActions } = stores;
    const deliveryControl = controlDeliveries(api.world.dependencies().deliveryControl, {
      channels: pollMessages,
      deliveries,
      now,
    });
    const deps = { deliveries, bulkActions, deliveryControl, now, heartbeat: () => undefined };
    const id = await waitUntil('one is stored', async () => (await bulk()).find(isOpen)?.id);
    for (let step = 0; step < steps; step++) {
      const input = { cloudName: 'acme', bulkActionId: String(id) };
      const { ended } = await advanceBulkAction({ ...deps, isDatabaseUnavailable: () => false }, input);
      if (ended) return;
    }
  }
  const now = () => new Date();
  const bulk = async () => {
    const authorization = basic(env.WEBHOOKS_API_KEY ?? '', env.WEBHOOKS_API_SECRET ?? '');
    const { json } = await api.callAbsolute('GET /v1_1/acme/bulk_actions', { authorization });
    return (json as { bulk_actions: { id: string; ended_at: string | null }[] }).bulk_actions;
  };
  async function make(count: number, name: string): Promise<void> {
    for (let n = 0; n < count; n++) {
      await webhooks(`send upload --sample --id ${name}-${n}`);
      await resolve(`${name}-${n}`);
    }
  }
  const idsOf = async (...filter: readonly string[]) =>
    (await webhooks(`deliveries --json --limit 500 ${filter.join(' ')}`)).values.map(({ id }) => id);

  it('cancels what is pending and replays it, step by step, and says how far it has come', async () => {
    await make(3, 'many');
    const dry = await webhooks('cancel --to poll://orders --dry-run');
    const pending = await idsOf('--status pending');
    expect(dry.stdout).toContain(`${pending.length} deliveries would be cancelled.\n`);
    expect(dry.stdout).toContain('  the newest:\n');
    expect(await idsOf('--status pending')).toEqual(pending);

    const words = ['cancel', '--to', 'poll://orders', '--yes', '--no-color'];
    const [cancelled] = await Promise.all([runCommand(words, { env, folder, isTTY: true }), advance()]);
    expect(cancelled.stderr).toContain(`\r\u001b[K0 of ${pending.length} cancelled`);
    expect([cancelled.exitCode, cancelled.stdout]).toEqual([
      0,
      `✓ ${pending.length} deliveries cancelled, of ${pending.length}.\n`,
    ]);
    const [replayed] = await Promise.all([
      webhooks('replay --status cancelled --per-second 100 --yes --json'),
      advance(),
    ]);
    expect(replayed.values.map(({ status, done }) => [status, done])).toEqual(
      expect.arrayContaining([
        ['accepted', 0],
        ['completed', replayed.values[0]?.total],
      ]),
    );
    expect(replayed.exitCode).toBe(0);
    expect(await idsOf('--status cancelled')).toEqual([]);
  });

  it('asks first, and does nothing where nobody can be asked or somebody says no', async () => {
    await make(1, 'asked');
    const before = await idsOf('--status pending');
    const ran = await webhooks('cancel --status pending');
    expect([ran.exitCode, ran.stderr]).toEqual([2, expect.stringContaining('cancel: expected --yes')]);
    const options = { env, folder, isTTY: true, input: 'n\n' };
    const refused = await runCommand(['cancel', '--status', 'pending'], options);
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('Nothing was changed.')]);
    expect(await idsOf('--status pending')).toEqual(before);
  });

  it('that finds nothing changes nothing', async () => {
    const ran = await webhooks('replay --host nobody.example.com --yes');
    expect([ran.exitCode, ran.stdout]).toEqual([0, '0 deliveries would be sent again.\n']);
  });

  it('goes on when the command is ended, which says how to stop it', async () => {
    await make(2, 'stopped');
    const stop = new AbortController();
    const words = ['cancel', '--status', 'pending', '--per-second', '1', '--yes', '--json'];
    const following = runCommand(words, { env, folder, stop: stop.signal });
    await advance(1);
    stop.abort();
    const { exitCode, stderr, values } = await following;
    const id = String(values[0]?.id);
    expect([exitCode, stderr]).toEqual([5, expect.stringContaining(`To end it: webhooks stop ${id}\n`)]);
    expect((await webhooks(`stop ${id}`)).stdout).toMatch(/^Stopped\. \d of \d+ were done so far\.\n$/);
    expect((await webhooks(`stop ${id} --json`)).exitCode).toBe(0);
    await advance();
    expect((await webhooks(`stop ${id}`)).exitCode).toBe(1);
  });
});

describe('statistics', () => {
  it('are counts of some time, all together or by event type', async () => {
    const minute = Math.floor(Date.now() / 60_000) * 60;
    for (const each of [minute - 60, minute]) await stores.statistics.recount(each);
    const all = await webhooks('stats --since 2h --json');
    expect(all.values).toEqual([
      expect.objectContaining({ key: null, attempts: 0, cancelled: expect.any(Number) }),
    ]);
    const [{ accepted } = {}] = all.values;
    for (const by of ['host', 'url', 'code']) {
      expect((await webhooks(`stats --by ${by}`)).stdout).toMatch(/^ +events +attempts/);
    }
    const byType = await webhooks('stats --by type');
    expect(byType.stdout).toMatch(/^ +events +attempts +accepted +at the first +failed +cancelled\n/);
    expect(byType.stdout).toMatch(new RegExp(`^upload +${String(accepted)} +0 +0 +0 +0 +\\d+$`, 'm'));
  });
});

describe('triggers', () => {
  it('are added, changed, tested, exported, imported and removed', async () => {
    const add = ['triggers', 'add', 'https://a.example/hook', '--type', 'delete', '--json'];
    const [trigger] = (await runCommand(add, { env })).values;
    const id = String(trigger?.id);
    const filter = ['--filter', '{"==":[{"var":"a"},1]}'];
    const set = await runCommand(['triggers', 'set', id, '--additive', '--json', ...filter], { env });
    expect(set.values[0]).toMatchObject({ additive: true, filter: { '==': [{ var: 'a' }, 1] } });
    expect((await webhooks(`triggers test ${id} -d`, '{"a":2}')).exitCode).toBe(1);
    expect((await webhooks(`triggers test ${id} -d`, '{"a":1}')).stdout).toBe(
      'The filter lets it through.\n',
    );
    expect((await webhooks('triggers list --type delete')).stdout).toMatch(
      /delete +https:\/\/a\.example\/hook +additive, filter\n$/,
    );

    const file = fileOf('triggers.json', (await webhooks('export')).stdout);
    await webhooks(`triggers set ${id} --no-additive`);
    await webhooks(`triggers remove ${id}`);
    const again = async (...more: readonly string[]) =>
      (await runCommand(['import', file, '--json', ...more], { env })).values.map(({ action, uri }) => [
        action,
        uri,
      ]);
    const planned = [
      ['keep', 'poll://orders'],
      ['create', 'https://a.example/hook'],
    ];
    expect(await again('--dry-run')).toEqual(planned);
    expect(await again()).toEqual(planned);
    expect((await again()).map(([action]) => action)).toEqual(['keep', 'keep']);
    const exported = JSON.parse(readFileSync(file, 'utf8')) as { triggers: object[] };
    expect(JSON.parse((await webhooks('export')).stdout)).toEqual(exported);
  });

  it('are tested by a notification to their URL alone', async () => {
    const channel = 'poll://tested';
    const add = ['triggers', 'add', channel, '--type', 'rename', '--filter', '{"==":[1,2]}', '--json'];
    const id = String((await runCommand(add, { env })).values[0]?.id);
    const send = async (...more: readonly string[]) =>
      runCommand(['triggers', 'test', id, '--send', ...more], { env });
    const sample = await send();
    expect([sample.exitCode, sample.stdout]).toEqual([
      0,
      expect.stringMatching(/^rename test, with a sample, since nothing .* yet: delivery [0-9a-f]{32}\n$/),
    ]);
    const [own] = (await send('--data', '{"to_public_id":"cat"}', '--json')).values;
    expect(own).toMatchObject({ event_type: 'rename', source: 'payload' });
    await resolve(String(own?.event_id));
    await stores.deliveries.markCancelled(String(own?.delivery_id), new Date().toISOString());
    const repeated = (await send('--event', String(own?.event_id), '--json')).values[0];
    expect(repeated).toMatchObject({ source: 'event', source_event_id: own?.event_id });
    const listed = await webhooks(`deliveries --event ${String(own?.event_id)}`);
    expect(listed.stdout).toMatch(/– cancelled {2}rename {2}test {2}→ poll:\/\/tested/);
    expect((await send('--event', 'a', '--data', '{}')).exitCode).toBe(2);
    const alone = await runCommand(['triggers', 'test', id, '--wait'], { env });
    expect([alone.exitCode, alone.stderr]).toEqual([2, expect.stringContaining('--wait: expected none')]);
    await webhooks(`triggers remove ${id}`);
  });

  it('of a file that cannot all be made leave exit code 5', async () => {
    const triggers = [
      { uri: 'poll://fine', uri_type: 'poll', event_type: 'upload' },
      { uri: 'https://a.example/', event_type: 'nothing' },
    ];
    const ran = await webhooks('import', fileOf('faulty.json', JSON.stringify({ triggers })));
    expect(ran.exitCode).toBe(5);
    expect(ran.stdout).toMatch(/create upload +poll:\/\/fine\n✗ create nothing .*event_type: got "nothing"/);
    expect((await webhooks('import', fileOf('none.json', '{"a":1}'))).stderr).toContain(
      'expected {"triggers": […]}',
    );
  });
});

describe('signatures', () => {
  it('a notification is verified from its headers and body, and one that was changed says why', async () => {
    const [event] = (await webhooks('send upload --sample --json')).values;
    await resolve(String(event?.event_id));
    const answer = await api.callAbsolute(
      'GET /v2/notifications/acme/messages?channel=orders&wait_seconds=0',
      {
        authorization: basic(env.WEBHOOKS_API_KEY ?? '', env.WEBHOOKS_API_SECRET ?? ''),
      },
    );
    interface Claimed {
      readonly messages: readonly { headers: Record<string, string>; signed_payload: string }[];
    }
    const [message] = (answer.json as Claimed).messages;
    const head = Object.entries(message?.headers ?? {}).map(([name, value]) => `${name}: ${value}`);
    const body = Buffer.from(message?.signed_payload ?? '', 'base64url').toString();
    const check = (text: string) =>
      webhooks(
        'verify',
        fileOf('notification', `POST /hook HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n${text}`),
      );
    const good = await check(body);
    expect([good.exitCode, good.stdout.match(/✓/g)]).toEqual([0, ['✓', '✓']]);
    const changed = await check(body.replace('blue', 'red'));
    expect([changed.exitCode, changed.stdout]).toEqual([1, expect.stringContaining('✗ ')]);
    expect((await webhooks('verify', fileOf('nothing', 'body'))).exitCode).toBe(2);
  });

  it('the keys that sign are shown', async () => {
    const shown = await webhooks('keys show');
    expect(shown.stdout).toContain(`legacy signature: access key ${env.WEBHOOKS_API_KEY}`);
    expect(shown.stdout).toMatch(/^version 2: \S+ {2}\S+$/m);
  });
});

it.each([
  ['login', '--profile <name>            store it under this name; "default" otherwise'],
  ['logout', '--profile <name>            the login of this name; "default" otherwise'],
  ['whoami', '--profile <name>            use the login of this name'],
])('the help of %s says what its own options mean', async (command, line) => {
  expect((await webhooks(`help ${command}`)).stdout).toContain(line);
});

it.each(['bash', 'zsh', 'fish'])('the completion of %s knows every command', async (shell) => {
  const { stdout } = await webhooks(`completion ${shell}`);
  for (const word of ['listen', 'triggers', 'remove', 'replay']) expect(stdout).toContain(word);
});

describe('what is printed', () => {
  it('has colours where somebody looks, and none with NO_COLOR, --no-color or in a file', async () => {
    const isColoured = async (isTTY: boolean, more: Record<string, string>, ...words: readonly string[]) =>
      (await runCommand(['deliveries', ...words], { env: { ...env, ...more }, isTTY })).stdout.includes(
        '\u001b[',
      );
    expect(await isColoured(true, {})).toBe(true);
    expect(await isColoured(true, { NO_COLOR: '1' })).toBe(false);
    expect(await isColoured(true, {}, '--no-color')).toBe(false);
    expect(await isColoured(false, {})).toBe(false);
    expect(await isColoured(false, { FORCE_COLOR: '1' })).toBe(true);
  });

  it('holds no control character that came from outside', async () => {
    const payload = JSON.stringify({ public_id: 'a\u001b[31mb\u009b' });
    await webhooks('send upload --id evt-9 -d', payload);
    const { stdout } = await webhooks('show evt-9');
    expect(stdout).toContain('public_id');
    expect(['\u001b', '\u009b'].filter((each) => stdout.includes(each))).toEqual([]);
  });

  it('help names every command, and each its options', async () => {
    const { stdout, exitCode } = await runCommand(['help']);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('  listen ')]);
    expect((await runCommand(['help', 'listen'])).stdout).toContain('--forward-to <url>');
    expect((await runCommand(['triggers', 'add', '--help'])).stdout).toContain(
      'usage: webhooks triggers add <url>',
    );
  });
});
