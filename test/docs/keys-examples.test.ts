import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { composeStores } from '../../src/app/stores';
import { chooseSigningKey, signingWarnings } from '../../src/domain/keys/signing-key';
import { ensureDemoEnvironment } from '../../src/local/demo/demo-environment';
import { TestApi } from '../support/services/test-api';
import { realStores } from '../support/services/real-stores';
import { BY } from '../support/builders/an-audit-entry';
import { sqlite, type OpenDatabase } from '../support/databases/databases';
import { canRun } from '../support/receivers/official-sdks/can-run';
import { someMasterKeys } from '../support/builders/some-master-keys';

/* The examples of docs/keys-and-audit-log.md, run as they stand there, after what a first start makes. */

const PAGE = readFileSync(path.resolve(__dirname, '../../docs/keys-and-audit-log.md'), 'utf8');
const BLOCKS = [...PAGE.matchAll(/```sh\n([^]*?)```/g)].map(([, code = '']) => code);
const block = (part: string) => BLOCKS.find((code) => code.includes(part)) ?? `echo no ${part} >&2; exit 1`;
const DEFINITIONS = block('account() {');
/** Without those of the command line, which has tests of its own. */
const EXAMPLES = BLOCKS.slice(BLOCKS.indexOf(DEFINITIONS)).filter((code) => !code.startsWith('npx '));

const api = new TestApi();
let opened: OpenDatabase;
let folder: string;

// On a machine without bash or a curl since 7.76 there are no such tests.
if (canRun('bash', '-c', 'curl --fail-with-body --version')) {
  describe('the examples', () => {
    beforeEach(async () => {
      opened = await sqlite.open();
      folder = mkdtempSync(path.join(tmpdir(), 'webhook-notifications-docs-'));
      const stores = composeStores(opened.db, someMasterKeys());
      const dataFolder = path.join(folder, '.data');
      await ensureDemoEnvironment(stores, { dataFolder, host: '127.0.0.1', by: BY, now: () => new Date() });
      await api.start({ maxNotificationUrls: 30 }, realStores(stores));
    });
    afterEach(async () => {
      await api.stop();
      await opened.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('are all accepted', async () => {
      const [, ...provisioning] = EXAMPLES;
      expect(provisioning).toHaveLength(11);
      const printed = await run(...provisioning);
      expect(printed).toContain('"signature_algorithm":"sha256"');
      expect(printed).toMatch(/"kid":"[0-9a-f]{16}","keys":/);
      expect(printed).toContain('"dedicated_for":["webhooks"]');
      expect(printed.match(/\{"message":"ok"\}/g)).toHaveLength(4);
    });

    it('replace the secret that signs in steps, each of which leaves one that signs', async () => {
      const stores = composeStores(opened.db, someMasterKeys());
      const { environmentId, apiKey: first } = await stores.environments.create({ cloudName: 'acme' }, BY);
      const at = `keys=/sub_accounts/${environmentId}/access_keys`;
      const signer = async () =>
        chooseSigningKey(await stores.signing.findSigners(environmentId).then(({ candidates }) => candidates))
          ?.apiKey;

      const names = await run(at, block('next=$('), 'echo "keys: $old $next"');
      const [, old = '', next = ''] = /keys: (\d+) (\d+)/.exec(names) ?? [];
      expect([old, await signer()]).toEqual([first, first]);
      const given = `${at}; old=${old}; next=${next}`;
      await run(given, block('account "$keys/$next" -X PUT'));
      expect(await signer()).toBe(next);
      expect(
        (await stores.signing.findSigners(environmentId).then((signers) => signers.materialOf(old)))
          .apiSecret,
      ).toEqual(expect.any(String));
      await run(given, block('account "$keys/$old" -X PUT'));
      expect(await signer()).toBe(next);
      expect(
        (await stores.signing.findSigners(environmentId).then((signers) => signers.materialOf(old)))
          .apiSecret,
      ).toBeUndefined();
      await run(given, block('account "$keys/$old" -X DELETE'));
      expect(await signer()).toBe(next);
      expect(
        await stores.signing.findSigners(environmentId).then(({ candidates }) => candidates),
      ).toHaveLength(1);
    });

    it('let the last access key be deleted: the list warns, calls answer 401, another key can be made', async () => {
      const demo = `sub=$(account '/sub_accounts?prefix=demo' | pick 'answer.sub_accounts[0].id')`;
      const keys = '"/sub_accounts/$sub/access_keys"';
      const apiKey = demoKey();
      const deletion = await run(demo, `account ${keys}/${apiKey} -X DELETE; account ${keys}`);
      expect(deletion).toContain('{"message":"ok"}');
      expect(deletion).toContain(JSON.stringify(signingWarnings([], undefined)));
      await expect(run("api '/triggers'")).rejects.toMatchObject({
        stdout: expect.stringContaining('"unauthorized"'),
      });
      expect(await run(demo, `account ${keys} -X POST`)).toContain('"api_secret"');
    });
  });
}

/** What the examples print; a refusal ends them. */
async function run(...code: readonly string[]): Promise<string> {
  const script = [DEFINITIONS, ...code].join('\n').replaceAll('http://127.0.0.1:8080', api.url);
  const strict = script.replaceAll('curl -sS', 'curl -sS --fail-with-body');
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', strict], { cwd: folder });
  return stdout;
}

/** The number of the demo's access key. */
function demoKey(): string {
  const file = readFileSync(path.join(folder, '.data/demo-credentials.json'), 'utf8');
  return (JSON.parse(file) as { readonly api_key: string }).api_key;
}

describe('the warnings that the page shows', () => {
  const key = { dedicatedForWebhooks: false, enabled: true, createdAt: '2026-03-14T09:26:53.000Z' };
  const other = { ...key, apiKey: '555555555555555' };
  const dedicated = { ...key, apiKey: '738291046655821', dedicatedForWebhooks: true, enabled: false };

  it.each([
    ['the dedicated key is disabled', signingWarnings([dedicated, other], undefined)],
    ['the dedicated key was deleted', signingWarnings([other], dedicated.apiKey)],
    ['no key is enabled, or the last one was deleted', signingWarnings([], dedicated.apiKey)],
  ])('%s', (state, warnings) => {
    const [, shown] = new RegExp(`^\\| ${state} +\\| \`([^\`]+)\``, 'm').exec(PAGE) ?? [];
    expect([shown]).toEqual(warnings);
  });
});
