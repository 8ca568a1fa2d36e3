import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withStores } from '../../src/app/stores';
import { COMMANDS } from '../../src/commands/all-commands';
import { parseCommandLine } from '../../src/commands/parse-command-line';
import { readConfig } from '../../src/config';
import { aNewDelivery } from '../support/builders/a-delivery';
import { BY } from '../support/builders/an-audit-entry';
import { recordingLogger } from '../support/builders/recording-logger';
import { storeDeliveries } from '../support/databases/store-deliveries';

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'webhooks-purge-'));
  await run(['migrate', 'up']);
  await withStores(config(), async ({ db, stores }) => {
    const { environmentId } = await stores.environments.create({ cloudName: 'demo' }, BY);
    for (const [eventId, days] of [
      ['old', 31],
      ['new', 29],
    ] as const) {
      const at = daysAgo(days);
      const deliveries = [aNewDelivery({ id: eventId })];
      await storeDeliveries(db, deliveries, { environmentId, eventId, receivedAt: at, resolvedAt: at });
    }
    await db('deliveries').update({ status: 'delivered' });
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

const config = (env: Record<string, string> = {}) => readConfig({ DATA_DIR: folder, ...env });

async function run(words: readonly string[], env?: Record<string, string>): Promise<readonly string[]> {
  const printed: string[] = [];
  const asked = parseCommandLine(COMMANDS, words);
  if (asked.kind !== 'run') throw new Error(`${words.join(' ')} runs nothing`);
  const print = (text: string) => void printed.push(text);
  await asked.form.run({ config: config(env), env: {}, logger: recordingLogger(), print }, asked.typed);
  return printed;
}
const eventIds = () =>
  withStores(config(), ({ db }) => db('events').orderBy('event_id').pluck<string[]>('event_id'));

describe('purge --dry-run', () => {
  it('shows by table how many rows are old enough, and the oldest, and deletes nothing', async () => {
    const [kept, head, ...lines] = await run(['purge', '--dry-run']);
    expect(kept).toBe('events are kept 30 days after their end, entries of the audit log 400 days');
    expect(head).toMatch(/^would delete from +rows +oldest$/);
    expect(lines.filter((line) => !/ 0$/.test(line))).toEqual([
      expect.stringMatching(new RegExp(`^events +1 +${daysAgo(31).slice(0, 10)}T`)),
      expect.stringMatching(/^deliveries +1$/),
    ]);
    expect(lines).toHaveLength(12);
    expect(await eventIds()).toEqual(['new', 'old']);
  });

  it('goes by the settings', async () => {
    const printed = await run(['purge', '--dry-run'], { RETENTION_DAYS: '3' });
    expect(printed).toContainEqual(expect.stringMatching(/^events +2 +\d{4}-/));
    const [kept] = await run(['purge', '--dry-run'], { RETENTION_DAYS: '0' });
    expect(kept).toBe('events are kept for ever, entries of the audit log for ever');
  });
});

describe('purge', () => {
  it('deletes what is old, and says what it was', async () => {
    expect((await run(['purge'])).at(-1)).toBe('deleted: events 1, deliveries 1');
    expect(await eventIds()).toEqual(['new']);
    expect((await run(['purge'])).at(-1)).toBe('deleted: nothing');
  });
});
