import { createAddressRules } from '../../src/domain/destinations/address-rules';
import { createNameResolver } from '../../src/outbound/network/allowed-addresses';
import { createSender, type HttpSender } from '../../src/outbound/sender';
import { type Receiver, startReceiver } from '../support/receivers/receiver';
import { trustedAuthorities } from '../support/receivers/zoo/certificates';
import { type Fate, type Species } from '../support/receivers/zoo/species';
import { type Visited, visitAll } from '../support/receivers/zoo/visit';
import { everySpecies, openZoo, type Zoo } from '../support/receivers/zoo/zoo';
import { startOwnClock } from '../support/services/own-clock';
import { waitUntil } from '../support/services/wait-until';

/** A busy machine is not the sender's fault. */
const clock = startOwnClock();
afterAll(() => clock.stop());

/** Beyond the deadline: the promise is 20.5 s for 20 s. */
const GRACE_MS = 500;
/** Shows that a sender waits neither for the deadline nor for the 2 s that it reads a body. */
const AT_ONCE_MS = 1_900;

let internal: Receiver;
let zoo: Zoo;
let sender: HttpSender;
let visited: ReadonlyMap<string, Visited>;

beforeAll(async () => {
  internal = await startReceiver();
  zoo = await openZoo(internal.url);
  const rules = createAddressRules({ allowCidrs: ['127.0.0.0/8'] });
  sender = createSender({ rules, resolver: createNameResolver(), ca: trustedAuthorities });
  const all = await visitAll(sender, zoo.visits, clock);
  visited = new Map(everySpecies.map(({ name }, index) => [name, all[index]!]));
  if (process.env.ZOO_TABLE === '1') printTable();
});
afterAll(() => Promise.all([zoo.close(), internal.close()]));

describe('a receiver that', () => {
  it.each(
    everySpecies.map((species) => [species.name, String(species.fate), species.settles, species] as const),
  )('%s: %s, %s', (name, _fate, settles, species) => {
    const { outcome, settledMs, dueMs } = visited.get(name)!;
    expect(outcome).toMatchObject(expectedOutcome(species));
    expect(settledMs).toBeLessThanOrEqual(settles === 'at once' ? AT_ONCE_MS : dueMs + GRACE_MS);
    if (settles === 'at the deadline') expect(settledMs).toBeGreaterThanOrEqual(dueMs - GRACE_MS);
  });
});

describe('the zoo', () => {
  it('has one way to behave under one name', () => {
    expect(visited.size).toBe(everySpecies.length);
  });

  it('led nobody to the internal server', () => {
    expect(internal.requests).toEqual([]);
  });

  it('was visited at most once each: no request is repeated on a new connection', () => {
    const repeated = everySpecies.filter((_, index) => (zoo.receivers[index]?.connectionCount ?? 0) > 1);
    expect(repeated.map(({ name }) => name)).toEqual([]);
  });

  it('has no visitor left once the sender is closed', async () => {
    sender.close();
    for (const receiver of zoo.receivers) receiver.readOn();
    const isDeserted = () => zoo.receivers.every(({ openCount }) => openCount === 0);
    const startedMs = clock.now();
    await waitUntil('all connections are closed', isDeserted);
    // Idle connections would close by themselves after 4 s.
    expect(clock.now() - startedMs).toBeLessThan(2_000);
  });
});

function expectedOutcome({ fate, says }: Species) {
  if (fate === 'delivered')
    return { kind: 'delivered', httpStatus: 200, responseExcerpt: expect.stringMatching(/^[^]{0,8192}$/) };
  const errorMessage = expect.stringContaining(says);
  if (typeof fate === 'number')
    return { kind: 'rejected', httpStatus: fate, errorCode: 'http_status', errorMessage };
  return { kind: 'unreachable', errorCode: errorCodeOf(fate), errorMessage };
}

function errorCodeOf(fate: Exclude<Fate, 'delivered' | number>): unknown {
  return typeof fate === 'string' ? fate : expect.stringMatching(new RegExp(`^(${fate.join('|')})$`));
}

function printTable(): void {
  const lines = [...visited].map(([name, { outcome, settledMs }]) => {
    const fate = outcome.kind === 'unreachable' ? outcome.errorCode : outcome.httpStatus;
    return `${name.padEnd(60)} ${outcome.kind.padEnd(12)} ${String(fate).padEnd(20)} ${String(settledMs).padStart(5)} ms`;
  });
  process.stdout.write(`${lines.join('\n')}\n`);
}
