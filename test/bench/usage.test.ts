import { LISTS, NUMBERS, OPTION_NAMES, OPTIONS, type BenchOption } from '../../bench/options/option-table';
import { usage } from '../../bench/options/usage';

it.each(OPTION_NAMES)('lists --%s with its value and what it means', (name) => {
  const { value, meaning }: BenchOption = OPTIONS[name];
  const typed = value === undefined ? `--${name}` : `--${name} ${value}`;
  expect(usage()).toMatch(new RegExp(`^  ${typed.replaceAll('|', '\\|')} +${meaning.slice(0, 20)}`, 'm'));
});

it('shows the default of every number that an option has unasked', () => {
  const needsNumber = ['open-loop', 'waiting', 'kill', 'purge', 'workers'];
  const bounds = Object.entries({ ...NUMBERS, ...LISTS }).filter(([name]) => !needsNumber.includes(name));
  for (const [name, { default: usual }] of bounds) {
    expect(usage()).toMatch(new RegExp(`--${name} .*\\(${usual}\\)$`, 'm'));
  }
});

it('has no line that a terminal of 132 columns would break', () => {
  expect(
    usage()
      .split('\n')
      .filter((line) => line.length > 132),
  ).toEqual([]);
});
