import { Ledger } from '../../bench/ledger';

/** A ledger of events with two destinations, and its clock. */
function aLedger() {
  const clock = { ms: 0 };
  const ledger = new Ledger(2, () => clock.ms);
  const receive = (eventId: string, destination: string, notificationId = `${eventId}/${destination}`) =>
    ledger.receive({ eventId, destination, notificationId });
  return { clock, ledger, receive };
}

describe('Ledger', () => {
  it('counts as lost what was published and did not arrive', () => {
    const { ledger, receive } = aLedger();
    ledger.expect('a');
    ledger.expect('b');
    receive('a', '0');
    expect(ledger).toMatchObject({ delivered: 1, lost: 3, duplicated: 0 });
  });

  it('counts a notification that arrives again as duplicated, and delivered once', () => {
    const { ledger, receive } = aLedger();
    ledger.expect('a');
    receive('a', '0');
    receive('a', '0');
    expect(ledger).toMatchObject({ delivered: 1, lost: 1, duplicated: 1 });
  });

  it('does not take an event for lost or complete before every destination was told', async () => {
    const { ledger, receive } = aLedger();
    ledger.expect('a');
    let complete = false;
    const completion = ledger.completionOf('a').then(() => (complete = true));
    receive('a', '0');
    await Promise.resolve();
    expect(complete).toBe(false);
    receive('a', '1');
    await completion;
    expect(complete).toBe(true);
  });

  it('measures each receipt from the publication of its event', () => {
    const { clock, ledger, receive } = aLedger();
    ledger.expect('a');
    clock.ms = 100;
    ledger.expect('b');
    receive('a', '0');
    clock.ms = 150;
    receive('b', '1');
    receive('a', '1');
    expect(ledger.latenciesMs(['a'])).toEqual([100, 150]);
    expect(ledger.latenciesMs(['a', 'b'])).toEqual([100, 150, 50]);
  });

  it('measures from when an event was due, if that is said, however late it is published', () => {
    const { clock, ledger, receive } = aLedger();
    clock.ms = 100;
    ledger.expect('a', 20);
    clock.ms = 130;
    receive('a', '0');
    expect(ledger.latenciesMs(['a'])).toEqual([110]);
  });

  it('expects nothing of an event that was withdrawn, and ignores what comes of it all the same', () => {
    const { ledger, receive } = aLedger();
    ledger.expect('a');
    ledger.withdraw('a');
    expect(ledger.lost).toBe(0);
    receive('a', '0');
    expect(ledger).toMatchObject({ delivered: 0, lost: 0, duplicated: 0 });
  });

  it('tells how long nothing has moved', () => {
    const { clock, ledger } = aLedger();
    clock.ms = 10;
    ledger.expect('a');
    clock.ms = 70;
    expect(ledger.idleMs).toBe(60);
  });

  it('refuses a receipt of an event that was not published', () => {
    const { receive } = aLedger();
    expect(() => receive('unknown', '0')).toThrow('which was not published');
  });
});
