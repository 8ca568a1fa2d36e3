import { parseOptions } from '../../bench/options/parse-options';
import { UsageError } from '../../src/commands/parse-command-line';

describe('parseOptions', () => {
  it('compares 300 + 120 events to 3 destinations, 50 in flight, in 3 rounds on SQLite, unless told otherwise', () => {
    expect(parseOptions([])).toEqual({
      measurement: 'comparison',
      events: 300,
      destinations: [3],
      firstAttempts: ['delivery'],
      inFlight: 50,
      rounds: 3,
      latencyEvents: 120,
      seconds: 60,
      postgres: false,
      database: undefined,
      cluster: false,
      workers: undefined,
      json: false,
      markdown: undefined,
      eventsPerSecond: 2,
      waiting: [1_000],
      dueWithinSeconds: 60,
      purge: 1_000_000,
      generated: 20_000,
      sameHost: false,
      help: false,
    });
  });

  it.each<[string, string[], object]>([
    ['--events', ['--events', '1000'], { events: 1000 }],
    ['--events with =', ['--events=1000'], { events: 1000 }],
    ['--destinations', ['--destinations', '30'], { destinations: [30] }],
    ['several --destinations, in their order', ['--destinations', '10,1,3'], { destinations: [10, 1, 3] }],
    ['--first-attempt event', ['--first-attempt', 'event'], { firstAttempts: ['event'] }],
    ['--first-attempt both', ['--first-attempt', 'both'], { firstAttempts: ['delivery', 'event'] }],
    ['--in-flight', ['--in-flight', '1'], { inFlight: 1 }],
    ['--rounds', ['--rounds', '1'], { rounds: 1 }],
    ['--latency-events', ['--latency-events', '10'], { latencyEvents: 10 }],
    ['--postgres', ['--postgres'], { postgres: true }],
    ['--database', ['--database', 'postgres://me@db/postgres'], { database: 'postgres://me@db/postgres' }],
    ['--cluster, which has two workers', ['--cluster'], { cluster: true, workers: 2 }],
    ['--cluster with other --workers', ['--cluster', '--workers', '4'], { cluster: true, workers: 4 }],
    ['--workers', ['--postgres', '--workers', '3'], { postgres: true, workers: 3 }],
    ['--json', ['--json'], { json: true }],
    ['--markdown', ['--markdown', 'result'], { markdown: 'result' }],
    [
      '--open-loop',
      ['--open-loop', '20', '--seconds', '30'],
      { measurement: 'open-loop', eventsPerSecond: 20, seconds: 30 },
    ],
    [
      '--waiting',
      ['--waiting', '1000,100000', '--due-within', '600'],
      { measurement: 'waiting', waiting: [1_000, 100_000], dueWithinSeconds: 600 },
    ],
    [
      '--purge, beside 50 events a second to one destination in the cheapest shape',
      ['--purge', '100000'],
      { measurement: 'purge', purge: 100_000, eventsPerSecond: 50, firstAttempts: ['event'] },
    ],
    [
      '--purge at another rate',
      ['--purge', '1000', '--open-loop', '10', '--first-attempt', 'delivery'],
      { measurement: 'purge', eventsPerSecond: 10, firstAttempts: ['delivery'] },
    ],
    ['--cost', ['--cost', '--events', '50', '--postgres'], { measurement: 'cost', events: 50 }],
    ['--micro', ['--micro', '--json'], { measurement: 'micro', json: true }],
    ['--budgets', ['--budgets', '--generated', '9'], { measurement: 'budgets', generated: 9 }],
    [
      '--isolation',
      ['--isolation', '--seconds', '30', '--first-attempt', 'event'],
      { measurement: 'isolation', seconds: 30, firstAttempts: ['event'] },
    ],
    ['--same-host', ['--isolation', '--same-host'], { measurement: 'isolation', sameHost: true }],
    ['--help beside anything', ['--micro', '--events', '5', '--help'], { help: true }],
  ])('reads %s', (_option, args, expected) => {
    expect(parseOptions(args)).toMatchObject(expected);
  });

  it.each<[string, string[], string]>([
    ['an unknown option', ['--fast'], "Unknown option '--fast'; --help lists the options"],
    ['an argument that belongs to no option', ['fast'], "Unexpected argument 'fast'"],
    ['an option without its value', ['--events'], "Option '--events <value>' argument missing"],
    [
      'a number that is none',
      ['--events', 'many'],
      '--events many: expected a whole number from 1 to 1000000',
    ],
    ['a fraction', ['--in-flight', '1.5'], '--in-flight 1.5: expected a whole number from 1 to 10000'],
    ['no event at all', ['--events', '0'], '--events 0: expected a whole number from 1 to 1000000'],
    ['a rate of none', ['--open-loop', '0'], '--open-loop 0: expected a whole number from 1 to 10000'],
    [
      'more destinations than an environment may have',
      ['--destinations', '3,31'],
      '--destinations 3,31: expected different whole numbers from 1 to 30, separated by commas',
    ],
    ['a hole in a list', ['--destinations', '1,,3'], '--destinations 1,,3: expected different whole numbers'],
    ['a number twice', ['--waiting', '10,10'], '--waiting 10,10: expected different whole numbers'],
    [
      'another shape',
      ['--first-attempt', 'child'],
      '--first-attempt child: expected event, delivery or both',
    ],
    [
      'fewer events than rounds',
      ['--events', '2'],
      '--events 2: expected at least one for each of the 3 rounds',
    ],
    [
      'fewer latency events than rounds',
      ['--latency-events', '4', '--rounds', '5'],
      '--latency-events 4: expected at least one for each of the 5 rounds',
    ],
    ['another database', ['--database', 'mysql://db/x'], '--database: expected postgres://'],
    ['a table without a file', ['--markdown', ''], '--markdown: got an empty name, expected a file'],
  ])('refuses %s in one line', (_mistake, args, message) => {
    const parse = () => parseOptions(args);
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow('\n');
  });

  it.each<[string, string[], string]>([
    ['one host without what it is for', ['--same-host'], '--same-host: expected with --isolation'],
    ['a period without sleepers', ['--due-within', '5'], '--due-within: expected with --waiting'],
    [
      'a length without a rate',
      ['--seconds', '5'],
      '--seconds: expected with --purge or --open-loop or --kill or --isolation',
    ],
    ['two measurements', ['--micro', '--budgets'], '--budgets: expected without --micro'],
    [
      'a rate beside sleepers',
      ['--waiting', '5', '--open-loop', '5'],
      '--waiting: expected without --open-loop',
    ],
    [
      'what a measurement would ignore',
      ['--isolation', '--events', '5'],
      '--events: expected without --isolation',
    ],
    [
      'what belongs to another measurement',
      ['--waiting', '5', '--same-host'],
      '--same-host: expected with --isolation, not with --waiting',
    ],
    [
      'both shapes where one is measured',
      ['--cost', '--first-attempt', 'both'],
      '--first-attempt both: expected event or delivery with --cost, which measures one',
    ],
    [
      'a database beside the cluster',
      ['--cluster', '--database', 'postgres://me@db/x'],
      '--database: expected without --cluster, which brings its own',
    ],
    [
      'a PostgreSQL beside the cluster',
      ['--cluster', '--postgres'],
      '--postgres: expected without --cluster, which brings its own',
    ],
    [
      'two PostgreSQLs',
      ['--postgres', '--database', 'postgres://me@db/x'],
      '--postgres: expected without --database, which names one that runs',
    ],
    [
      'processes on a SQLite file',
      ['--workers', '2'],
      '--workers: expected with --postgres, --database or --cluster, since processes share no SQLite file',
    ],
  ])('refuses %s, and says what goes together', (_mistake, args, message) => {
    const parse = () => parseOptions(args);
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
  });

  it('does not repeat a database URL, which may hold a password', () => {
    expect(() => parseOptions(['--database', 'mysql://me:secret@db/x'])).not.toThrow('secret');
  });
});
