import { createAddressRules } from '../../src/domain/destinations/address-rules';
import { createNameResolver } from '../../src/outbound/network/allowed-addresses';
import { createSender, type HttpSender } from '../../src/outbound/sender';
import { type FakeDns, type NameAnswer, startFakeDns } from '../support/receivers/fake-dns';
import { type RawReceiver, startRawReceiver } from '../support/receivers/raw-receiver';
import { answerAndClose, OK } from '../support/receivers/zoo/answer-bytes';
import { type Visited, visit } from '../support/receivers/zoo/visit';
import { startOwnClock } from '../support/services/own-clock';

/*
 * 127.0.0.1 plays the public receiver. The internal server has the same port on 127.0.0.2, which is
 * not allowed, so that a name alone decides which one is reached.
 */
const PUBLIC = '127.0.0.1';
const INTERNAL = '127.0.0.2';
const rules = createAddressRules({ allowCidrs: [`${PUBLIC}/32`] });

/** A busy machine is not the sender's fault. */
const clock = startOwnClock();
afterAll(() => clock.stop());

const TIMEOUT_MS = 600;
const GRACE_MS = 500;
/** Of names that are answered, which shows that they do not wait for it. */
const LONG_TIMEOUT_MS = 10_000;
const AT_ONCE_MS = 1_900;

type Fate = 'delivered' | 'dns_error' | 'destination_not_allowed' | 'timeout';

/** A name, and what becomes of one POST after the other to it. */
const names: readonly (readonly [what: string, answer: NameAnswer, ...fates: Fate[]])[] = [
  ['leads to a public address', [PUBLIC], 'delivered'],
  ['leads to an internal address', [INTERNAL], 'destination_not_allowed'],
  ['leads to a public and an internal address', [PUBLIC, INTERNAL], 'destination_not_allowed'],
  ['leads to an internal IPv6 address besides', [PUBLIC, '::1'], 'destination_not_allowed'],
  [
    'turns from public to internal',
    { turns: [[PUBLIC], [INTERNAL]] },
    'delivered',
    'destination_not_allowed',
  ],
  [
    'turns from internal to public',
    { turns: [[INTERNAL], [PUBLIC]] },
    'destination_not_allowed',
    'delivered',
  ],
  ['is an alias of a public name', { alias: 'public.example' }, 'delivered'],
  ['is an alias of an internal name', { alias: 'internal.example' }, 'destination_not_allowed'],
  ['is an alias of an alias of an internal name', { alias: 'alias.example' }, 'destination_not_allowed'],
  ['is an alias of itself', { alias: 'circle.example' }, 'dns_error'],
  ['is an alias of a name that does not exist', { alias: 'nobody.example' }, 'dns_error'],
  ['has 1,000 public addresses', Array<string>(1_000).fill(PUBLIC), 'delivered'],
  [
    'has an internal address behind 1,000 public ones',
    [...Array<string>(1_000).fill(PUBLIC), INTERNAL],
    'destination_not_allowed',
  ],
  ['does not exist', 'nxdomain', 'dns_error'],
  ['has no address', [], 'dns_error'],
  ['cannot be looked up', 'servfail', 'dns_error'],
  ['is refused by its name server', 'refused', 'dns_error'],
  ['is answered in garbage', 'garbage', 'dns_error'],
  ['is never answered', 'silent', 'timeout'],
];

let dns: FakeDns;
let publicReceiver: RawReceiver;
let internalServer: RawReceiver;
let sender: HttpSender;
let visited: ReadonlyMap<string, readonly Visited[]>;

beforeAll(async () => {
  publicReceiver = await startRawReceiver(answerAndClose(OK), { host: PUBLIC });
  internalServer = await startRawReceiver(answerAndClose(OK), { host: INTERNAL, port: publicReceiver.port });
  dns = await startFakeDns({
    'public.example': [PUBLIC],
    'internal.example': [INTERNAL],
    'alias.example': { alias: 'internal.example' },
    'circle.example': { alias: 'circle.example' },
  });
  sender = createSender({ rules, resolver: createNameResolver(dns) });
  visited = new Map(await Promise.all(names.map(visitName)));
});
afterAll(async () => {
  sender.close();
  await Promise.all([dns.close(), publicReceiver.close(), internalServer.close()]);
});

async function visitName([what, answer, ...fates]: (typeof names)[number], index: number) {
  const name = `name${index}.example`;
  dns.set(name, answer);
  const url = `http://${name}:${publicReceiver.port}/`;
  const timeoutMs = fates.includes('timeout') ? TIMEOUT_MS : LONG_TIMEOUT_MS;
  const visits: Visited[] = [];
  for (const _fate of fates) {
    visits.push(await visit(sender, { url, timeoutMs, requestBytes: 2 }, clock));
  }
  return [what, visits] as const;
}

describe('a name that', () => {
  it.each(names.map(([what, , ...fates]) => [what, fates.join(', then '), fates] as const))(
    '%s: %s',
    (what, _fates, fates) => {
      const visits = visited.get(what)!;
      expect(visits.map(({ outcome }) => fateOf(outcome))).toEqual(fates);
      for (const { settledMs, dueMs } of visits) {
        expect(settledMs).toBeLessThanOrEqual(fates.includes('timeout') ? dueMs + GRACE_MS : AT_ONCE_MS);
      }
    },
  );
});

describe('the internal server', () => {
  it('was connected to by nobody', () => {
    expect(internalServer.connectionCount).toBe(0);
  });
});

function fateOf(outcome: Visited['outcome']) {
  return outcome.kind === 'unreachable' ? outcome.errorCode : outcome.kind;
}
