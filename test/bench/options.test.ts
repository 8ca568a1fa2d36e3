import { parseOptions, usage } from '../../bench/options';
import { UsageError } from '../../src/commands/parse-command-line';

describe('parseOptions', () => {
  it('measures 300 + 120 events to 3 destinations, 50 in flight, in 3 rounds on SQLite, unless told otherwise', () => {
    expect(parseOptions([])).toEqual({
      events: 300,
      destinations: 3,
      inFlight: 50,
      rounds: 3,
      latencyEvents: 120,
      seconds: 60,
      generated: 20_000,
      database: undefined,
      cluster: false,
      json: false,
      micro: false,
      budgets: false,
      isolation: false,
      sameHost: false,
      help: false,
    });
  });

  it.each<[string, string[], object]>([
    ['--events', ['--events', '1000'], { events: 1000 }],
    ['--events with =', ['--events=1000'], { events: 1000 }],
    ['--destinations', ['--destinations', '30'], { destinations: 30 }],
    ['--in-flight', ['--in-flight', '1'], { inFlight: 1 }],
    ['--rounds', ['--rounds', '1'], { rounds: 1 }],
    ['--latency-events', ['--latency-events', '10'], { latencyEvents: 10 }],
    ['--database', ['--database', 'postgres://me@db/postgres'], { database: 'postgres://me@db/postgres' }],
    ['--cluster', ['--cluster'], { cluster: true }],
    ['--json', ['--json'], { json: true }],
    ['--micro', ['--micro'], { micro: true }],
    ['--budgets', ['--budgets', '--generated', '9'], { budgets: true, generated: 9 }],
    ['--isolation', ['--isolation', '--seconds', '30'], { isolation: true, seconds: 30 }],
    ['--same-host', ['--isolation', '--same-host'], { isolation: true, sameHost: true }],
    ['--help', ['--help'], { help: true }],
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
    [
      'more destinations than an environment may have',
      ['--destinations', '31'],
      '--destinations 31: expected a whole number from 1 to 30',
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
    ['one host without what it is for', ['--same-host'], '--same-host: expected with --isolation'],
    ['another database', ['--database', 'mysql://db/x'], '--database: expected postgres://'],
  ])('refuses %s in one line', (_mistake, args, message) => {
    const parse = () => parseOptions(args);
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow('\n');
  });

  it('does not repeat a database URL, which may hold a password', () => {
    expect(() => parseOptions(['--database', 'mysql://me:secret@db/x'])).not.toThrow('secret');
  });
});

describe('usage', () => {
  it.each([
    '--events',
    '--destinations',
    '--in-flight',
    '--rounds',
    '--latency-events',
    '--seconds',
    '--generated',
  ])('lists %s with its default', (option) => {
    expect(usage()).toMatch(new RegExp(`${option} <number> .*\\(\\d+\\)`));
  });

  it.each(['--database <url>', '--json', '--micro', '--budgets', '--isolation', '--same-host', '--help'])(
    'lists %s',
    (option) => {
      expect(usage()).toContain(option);
    },
  );
});
