import { COMMANDS } from '../../src/commands/all-commands';
import {
  asTyped,
  parseCommandLine,
  usage,
  UsageError,
  type Commands,
} from '../../src/commands/parse-command-line';

const commands: Commands = COMMANDS;
const parse = (line: string) =>
  parseCommandLine(
    commands,
    line.split(' ').filter((word) => word !== ''),
  );
const NAMES = Object.keys(commands);

describe('the command line', () => {
  it.each([
    ...['all', 'api', 'worker', 'config', 'migrate up', 'migrate down', 'migrate status'],
    ...['environment list', 'environment create demo', 'environment create demo read', 'account key'],
    ...['keys create demo', 'keys create demo events:publish', 'keys rotate', 'keys rotate demo'],
    'keys rotate demo --revoke',
  ])('takes "%s"', (line) => {
    const [name = '', ...args] = line.split(' ');
    const parsed = parse(line);
    if (parsed.kind !== 'run') throw new Error(`is ${parsed.kind}`);
    expect(commands[name]).toContain(parsed.form);
    expect([...parsed.typed.words, ...parsed.typed.flags.map((flag) => `--${flag}`)]).toEqual(args);
  });

  it('takes an option before an argument, too', () => {
    expect(parse('keys rotate --revoke demo')).toEqual(parse('keys rotate demo --revoke'));
  });

  it.each([
    ['migrate', '"migrate up|down|status"'],
    ['migrate down --dry-run', '"migrate up|down|status"'],
    ['migrate up down', '"migrate up|down|status"'],
    ['migrate up|down|status', '"migrate up|down|status"'],
    ['api now', '"api"'],
    ['worker --port 1', '"worker"'],
    ['all --verbose', '"all"'],
    ['config PORT', '"config"'],
    ['account', '"account key"'],
    ['account key again', '"account key"'],
    ['environment create -- -demo', '"environment create <cloud_name> [<role>]" or "environment list"'],
    ['environment list all', '"environment create <cloud_name> [<role>]" or "environment list"'],
    ['environment create', '"environment create <cloud_name> [<role>]" or "environment list"'],
    ['environment create --dry-run', '"environment create <cloud_name> [<role>]" or "environment list"'],
    ...[
      ...['keys', 'keys rotate demo now', 'keys rotate --revoke', 'keys rotate demo --revoked'],
      ...['keys rotate demo --revoke --revoke', 'keys rotate demo --revoke=yes', 'keys rotate demo revoke'],
      ...['keys create demo read now', 'keys create demo --revoke', 'keys --revoke'],
    ].map((line): [string, string] => [
      line,
      '"keys create <cloud_name> [<role>]" or "keys rotate" or "keys rotate <cloud_name> [--revoke]"',
    ]),
  ])('refuses "%s" and says what it expects', (line, expected) => {
    expect(() => parse(line)).toThrow(new UsageError(`${line}: expected ${expected}`));
  });

  it.each(['serve', 'constructor', '--verbose', '--version now', 'help serve', 'help keys now'])(
    'refuses "%s" and lists the commands',
    (line) => {
      expect(() => parse(line)).toThrow(/^command: got "[^"]+", expected one of all, api, .*, help$/);
    },
  );

  it.each(['', 'help', '--help', '-h', '--help all'])('shows all commands for "%s"', (line) => {
    expect(parse(line)).toEqual({ kind: 'usage', name: undefined });
  });

  it.each(
    NAMES.flatMap((name) => [`${name} --help`, `${name} -h`, `${name} down --help`, `help ${name}`]).map(
      (line) => [line],
    ),
  )('shows one command and runs nothing for "%s"', (line) => {
    expect(parse(line)).toMatchObject({ kind: 'usage', name: NAMES.find((name) => line.includes(name)) });
  });

  it('tells its version', () => expect(parse('--version')).toEqual({ kind: 'version' }));
});

describe('the usage text', () => {
  it('has every form of every command', () => {
    for (const [name, forms] of Object.entries(commands)) {
      for (const form of forms) expect(usage(commands)).toContain(`  ${asTyped(name, form)} `);
    }
  });

  it('of one command has its forms only', () => {
    expect(usage(commands, 'account')).toMatch(
      /^usage: npx webhooks <command>\n {2}account key {2}a new .*$/,
    );
  });
});
