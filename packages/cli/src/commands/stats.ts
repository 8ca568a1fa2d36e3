import type { Command } from '../command.ts';
import { DELIVERY_FILTER, filterOf } from '../delivery-filter.ts';
import { EXIT, usageFailure } from '../failure.ts';
import { asTable, shown } from '../terminal.ts';

interface Summary {
  readonly total: number;
  readonly total_is: 'exact' | 'at_least';
  readonly by_status: Readonly<Record<string, number>>;
  readonly by_error_code: readonly { readonly error_code: string; readonly count: number }[];
  readonly by_host: readonly { readonly destination_host: string; readonly count: number }[];
}

const VIEWS = {
  status: ({ by_status: counts }: Summary) => Object.entries(counts),
  host: ({ by_host: hosts }: Summary) => hosts.map((each) => [each.destination_host, each.count] as const),
  error: ({ by_error_code: codes }: Summary) => codes.map((each) => [each.error_code, each.count] as const),
} as const;

export const STATS: Command = {
  name: 'stats',
  help: 'Counts deliveries.',
  options: {
    by: { type: 'string', value: '<what>', help: 'status, host or error; status by default' },
    ...DELIVERY_FILTER,
  },
  async run({ client, terminal, isJson }, given) {
    const by = given.text('by') ?? 'status';
    if (!(by in VIEWS))
      throw usageFailure(`--by: got "${by}", expected one of ${Object.keys(VIEWS).join(', ')}`);
    const summary = await client().call<Summary>('GET', '/deliveries/summary', { query: filterOf(given) });
    if (isJson) terminal.json(summary);
    else {
      const rows = VIEWS[by as keyof typeof VIEWS](summary);
      for (const line of asTable(rows.map(([name, count]) => [shown(name), String(count)])))
        terminal.say(line);
      const least = summary.total_is === 'at_least' ? 'of the newest ' : 'of ';
      terminal.say(terminal.paint('dim', `${least}${summary.total} deliveries`));
    }
    return EXIT.ok;
  },
};
