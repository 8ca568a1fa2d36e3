import { knex } from 'knex';
import { startSolo } from '../arena/start-solo';
import { circumstancesOf, inWords } from '../circumstances';
import type { RunContext, RunResult } from '../run-context';
import { COST_KINDS, RETRY_DELAYS_SECONDS, type CostKind, type CostKindName } from './cost-kinds';
import { startCostReceiver } from './cost-receiver';
import { costTable, unitCosts, writesTable, type KindResults } from './cost-report';
import { measureKind, type CostBench, type KindResult } from './measure-kind';

/** Makes caches and files what they are when the measuring begins, and the destinations known to be quick. */
const WARM_UP_EVENTS = 10;

/** Measures what events of each kind cost in history, writes and bytes, which no load on the machine changes. */
export async function runCost(context: RunContext): Promise<RunResult> {
  const { options, report, closing } = context;
  const [name = 'delivery'] = options.firstAttempts;
  const settings = { RETRY_DELAYS_SECONDS: RETRY_DELAYS_SECONDS.join(',') };
  const receiver = await startCostReceiver();
  closing.add('receiver', () => receiver.close());
  const solo = await startSolo(context, { name, settings });
  const temporalDb = knex({
    client: 'sqlite3',
    connection: { filename: solo.temporalDatabaseFile },
    useNullAsDefault: true,
  });
  closing.add("the dev server's database", () => temporalDb.destroy());
  const bench: CostBench = { solo, receiver, temporalDb, events: options.events, prefix: 'cost' };
  const warmUp = { ...bench, events: WARM_UP_EVENTS, prefix: 'warm-up' };

  const measured: Partial<Record<CostKindName, KindResult>> = {};
  for (const kindName of Object.keys(COST_KINDS) as CostKindName[]) {
    const kind: CostKind = COST_KINDS[kindName];
    report(`${options.events} events with ${kind.title}`);
    for (let index = 0; index < kind.destinations; index++) {
      const uri = receiver.url(kind.attempts > 1 ? 'refuse' : 'accept', `${kindName}-${index}`);
      await solo.api.post('/triggers', { event_type: kind.eventType, uri }, 201);
    }
    await measureKind(warmUp, kind);
    measured[kindName] = await measureKind(bench, kind);
  }
  return resultOf(context, measured as KindResults, name);
}

function resultOf({ options }: RunContext, kinds: KindResults, name: string): RunResult {
  const circumstances = circumstancesOf(options);
  const markdown = [
    `${inWords(circumstances)}; FIRST_ATTEMPT=${name}, ${options.events} events of each kind.`,
    '',
    costTable(kinds),
    writesTable(kinds),
  ].join('\n');
  const results = Object.fromEntries(
    Object.entries(kinds).map(([kind, { cost, writes, lost }]) => [
      kind,
      { ...cost, writes: Object.fromEntries(writes), lost },
    ]),
  );
  return {
    json: { ...circumstances, firstAttempt: name, units: unitCosts(kinds), kinds: results },
    markdown,
    lost: Object.values(kinds).reduce((sum, { lost }) => sum + lost, 0),
  };
}
