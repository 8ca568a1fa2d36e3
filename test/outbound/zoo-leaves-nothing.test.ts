import { type Receiver, startReceiver } from '../support/receivers/receiver';
import { trustedAuthorities } from '../support/receivers/zoo/certificates';
import { visitInProcess, type ZooMeasurement } from '../support/receivers/zoo/process-visits';
import { everySpecies, openZoo, type Zoo } from '../support/receivers/zoo/zoo';

const MAX_GROWTH_BYTES = 20_000_000;

let internal: Receiver;
let zoo: Zoo;
beforeAll(async () => {
  internal = await startReceiver();
  zoo = await openZoo(internal.url);
});
afterAll(() => Promise.all([zoo.close(), internal.close()]));

describe('a sender that has visited every receiver of the zoo', () => {
  let measured: ZooMeasurement;
  beforeAll(async () => {
    measured = await visitInProcess({ visits: zoo.visits, ca: trustedAuthorities, sender: 'ours' });
  });

  it('has met what it should have met', () => {
    const met = everySpecies.map(({ name }, index) => [name, measured.kinds[index]]);
    const expected = everySpecies.map(({ name, fate }) => [name, kindOf(fate)]);
    expect(met).toEqual(expected);
  });

  it('leaves no timer', () => {
    const timers = (names: readonly string[]) => names.filter((name) => name === 'Timeout');
    expect(timers(measured.resources.settled)).toEqual(timers(measured.resources.before));
  });

  it('leaves no socket, query or anything else but idle connections, and none of them once it is closed', () => {
    const { before, idle, closed } = measured.resources;
    expect(idle).toEqual(before);
    expect(closed).toEqual(before);
  });

  it('has held at most 20 MB meanwhile, grown by no more, and keeps nothing', () => {
    expect(measured.livePeakGrowthBytes).toBeLessThan(MAX_GROWTH_BYTES);
    expect(measured.residentGrowthBytes).toBeLessThan(MAX_GROWTH_BYTES);
    expect(measured.liveGrowthBytes).toBeLessThan(1_000_000);
  });
});

describe('the measurement', () => {
  it('finds a sender that keeps all that it reads', async () => {
    const endless = zoo.visits[everySpecies.findIndex(({ name }) => name === 'sends a body without end')]!;
    const visits = [
      { ...endless, url: endless.url.replace('hook.localhost', '127.0.0.1'), timeoutMs: 10_000 },
    ];
    const { livePeakGrowthBytes } = await visitInProcess({ visits, ca: [], sender: 'greedy' });
    expect(livePeakGrowthBytes).toBeGreaterThan(MAX_GROWTH_BYTES);
  });
});

function kindOf(fate: (typeof everySpecies)[number]['fate']): string {
  if (fate === 'delivered') return 'delivered';
  return typeof fate === 'number' ? 'rejected' : 'unreachable';
}
