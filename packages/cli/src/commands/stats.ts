import type { Command } from '../command.ts';
import { EXIT, usageFailure } from '../failure.ts';
import { readSince } from '../since.ts';
import { asTable, shown } from '../terminal.ts';

interface Point {
  readonly accepted: number;
  readonly delivered: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly attempts: number;
  readonly first_try: number;
}

interface Series {
  /** `null` for the series of all. */
  readonly key: string | null;
  readonly points: readonly Point[];
}

const GROUPS = {
  all: 'none',
  host: 'destination_host',
  url: 'uri',
  type: 'event_type',
  code: 'error_code',
} as const;
const DAY_MS = 86_400_000;

export const STATS: Command = {
  name: 'stats',
  help: 'Counts events, attempts and failures of some time.',
  options: {
    by: { type: 'string', value: '<what>', help: 'host, url, type or code; all together by default' },
    since: { type: 'string', value: '<time>', help: 'since when: 15m, 2h, 7d, or a time; a day by default' },
    host: { type: 'string', value: '<host>', help: 'of this host' },
    type: { type: 'string', value: '<type>', help: 'of this event type' },
  },
  async run({ client, terminal, isJson }, given) {
    const by = given.text('by') ?? 'all';
    if (!Object.hasOwn(GROUPS, by)) {
      throw usageFailure(`--by: got "${by}", expected one of ${Object.keys(GROUPS).join(', ')}`);
    }
    const from = readSince('since', given.text('since') ?? '1d');
    const answer = await client().call<{ series: readonly Series[] }>('GET', '/statistics', {
      query: {
        from,
        bucket: bucketFor(Date.now() - Date.parse(from)),
        group_by: GROUPS[by as keyof typeof GROUPS],
        destination_host: given.text('host'),
        event_type: given.text('type'),
      },
    });
    const rows = answer.series.map(({ key, points }) => ({ key, ...totalOf(points) }));
    if (isJson) for (const row of rows) terminal.json(row);
    else for (const line of asTable([HEAD, ...rows.map(cellsOf)])) terminal.say(line);
    return EXIT.ok;
  },
};

/** The shortest buckets that the service lists for so long a time. */
function bucketFor(spanMs: number): string {
  if (spanMs <= 3 * DAY_MS) return '15m';
  return spanMs <= 45 * DAY_MS ? '1h' : '1d';
}

function totalOf(points: readonly Point[]): Point {
  const sum = (count: (point: Point) => number) => points.reduce((total, point) => total + count(point), 0);
  return {
    accepted: sum(({ accepted }) => accepted),
    delivered: sum(({ delivered }) => delivered),
    failed: sum(({ failed }) => failed),
    cancelled: sum(({ cancelled }) => cancelled),
    attempts: sum(({ attempts }) => attempts),
    first_try: sum(({ first_try: firstTry }) => firstTry),
  };
}

const HEAD = ['', 'events', 'attempts', 'accepted', 'at the first', 'failed', 'cancelled'];

/** An event belongs to no single host, URL or error code. */
function cellsOf({ key, ...counts }: Point & { readonly key: string | null }): readonly string[] {
  const { accepted, attempts, delivered, first_try: firstTry, failed, cancelled } = counts;
  return [shown(key ?? 'all'), ...[accepted, attempts, delivered, firstTry, failed, cancelled].map(String)];
}
