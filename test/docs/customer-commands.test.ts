import { readFileSync } from 'node:fs';
import path from 'node:path';
import { COMMANDS } from '../../packages/cli/src/all-commands';
import { EXIT } from '../../packages/cli/src/failure';
import { COMMANDS as OF_THE_SERVICE } from '../../src/commands/all-commands';
import { isForCustomers } from '../../src/commands/customer-commands';

const PAGE = readFileSync(path.resolve(__dirname, '../../docs/customer-commands.md'), 'utf8');
const names = COMMANDS.map(({ name }) => name);

it('lists every command with its arguments, in the order of the usage text, and no other', () => {
  const section = PAGE.split('\n## Commands\n')[1]?.split('\n## ')[0] ?? '';
  const rows = [...section.matchAll(/^\| `(.+?)` +\| (?=\S)/gm)].map(([, typed]) => typed);
  expect(rows).toEqual(COMMANDS.map(({ name, words }) => [name, words].filter(Boolean).join(' ')));
});

it('lists every exit code', () => {
  const section = PAGE.split('\n## Exit codes\n')[1] ?? '';
  const codes = [...section.matchAll(/^\| (\d) /gm)].map(([, code]) => Number(code));
  expect(codes).toEqual(Object.values(EXIT));
});

it('names only options that some command has', () => {
  const known = new Set([
    ...COMMANDS.flatMap(({ options = {} }) => Object.keys(options)),
    ...['json', 'no-color', 'profile', 'env-file'],
  ]);
  const named = [...PAGE.matchAll(/--([a-z][a-z-]+)/g)].map(([, option = '']) => option);
  expect(named.filter((option) => !known.has(option))).toEqual([]);
});

describe('the command line of the service', () => {
  it.each(names)('hands %s to that of customers', (name) => {
    expect(isForCustomers({ COMMAND_NAMES: names }, name.split(' '))).toBe(true);
    expect(isForCustomers({ COMMAND_NAMES: names }, ['help', ...name.split(' ')])).toBe(true);
  });

  it.each(Object.keys(OF_THE_SERVICE))('keeps %s', (name) => {
    expect(isForCustomers({ COMMAND_NAMES: names }, [name, 'create'])).toBe(false);
    expect(isForCustomers({ COMMAND_NAMES: names }, ['help', name])).toBe(false);
  });
});
