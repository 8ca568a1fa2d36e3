import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useLocation } from 'wouter';
import { useStatistics, type Statistics } from '../../calls/health';
import { withQuery } from '../../calls/list';
import type { Session } from '../../calls/session';
import { CountTabs } from '../../parts/CountTabs';
import { spanWords } from '../../parts/countdown-words';
import { FailureNote } from '../../parts/Note';
import { Panel } from '../../parts/Panel';
import { usePreference } from '../../parts/preferences';
import { useFilters } from '../../parts/use-filters';
import { Bars } from '../../pictures/Bars';
import { bucketsOf, bucketWords, failedAttempts, spanOf, SPANS, totalsOf } from './activity';
import type { ActivityBucket, SpanName } from './activity';
import { Tiles } from './Tiles';
import './activity.css';

const LINES = [
  { name: 'Answer, p50', of: ({ point }: ActivityBucket) => point?.answer_ms.p50 ?? null },
  { name: 'Answer, p95', of: ({ point }: ActivityBucket) => point?.answer_ms.p95 ?? null },
  {
    name: 'Receipt to first attempt, p95',
    of: ({ point }: ActivityBucket) => point?.first_attempt_ms.p95 ?? null,
  },
] as const;

/** What happened of late: in numbers, as a picture, and as its table. */
export function ActivityPanel({ session }: { readonly session: Session }) {
  const filters = useFilters(['span']);
  const name = spanOf(filters.values.span);
  const { data, error } = useStatistics(session, SPANS[name]);
  const [isTable, setTable] = useState(false);
  return (
    <Panel
      title={SPANS[name].title}
      aside={
        <Button className="button quiet small" onPress={() => setTable(!isTable)}>
          {isTable ? 'Show as picture' : 'Show as table'}
        </Button>
      }
    >
      <CountTabs
        label="Time"
        value={name}
        tabs={Object.entries(SPANS).map(([value, { label }]) => ({ value, label, count: undefined }))}
        onChange={(span) => filters.set({ span: span === '24h' ? '' : span })}
      />
      {error && <FailureNote error={error} />}
      {data && (
        <>
          <Tiles session={session} totals={totalsOf(data)} />
          {isTable ? <Table statistics={data} name={name} /> : <Picture statistics={data} name={name} />}
        </>
      )}
      {!data && !error && <div className="skeleton late" role="status" aria-label="Loading: what happened" />}
    </Panel>
  );
}

interface ShownProps {
  readonly statistics: Statistics;
  readonly name: SpanName;
}

function Picture({ statistics, name }: ShownProps) {
  const [, navigate] = useLocation();
  const timeOf = useTimeWords(name);
  const buckets = bucketsOf(statistics);
  const seconds = statistics.bucket_seconds;
  const open = (index: number) => {
    const atMs = buckets[index]?.atMs ?? 0;
    const [from, to] = [atMs, atMs + seconds * 1000].map((ms) => new Date(ms).toISOString());
    navigate(withQuery('/deliveries', { from, to }));
  };
  const [first, last] = [buckets[0], buckets.at(-1)];
  const most = Math.max(...buckets.map(({ point }) => (point?.delivered ?? 0) + failedAttempts(point)));
  const slowest = Math.max(...LINES.flatMap(({ of }) => buckets.map((bucket) => of(bucket) ?? 0)));
  return (
    <div className="activity">
      <Bars
        label={`${SPANS[name].title}, one bar for ${spanWords(seconds * 1000)}`}
        bars={buckets.map(({ atMs, point }) => ({
          atMs,
          good: point?.delivered ?? 0,
          bad: failedAttempts(point),
        }))}
        lines={LINES.map(({ name: line, of }) => ({ name: line, values: buckets.map(of) }))}
        wordsOf={(index) => {
          const bucket = buckets[index];
          return bucket ? bucketWords(bucket, timeOf(bucket.atMs)) : '';
        }}
        onOpen={open}
      />
      <p className="axis fine">
        <span>{first && timeOf(first.atMs)}</span>
        <span className="tops">
          highest bar {most}, highest line {spanWords(slowest)}
        </span>
        <span>{last && timeOf(last.atMs)}</span>
      </p>
      <ul className="legend fine">
        <li className="good">Delivered</li>
        <li className="bad">Failed attempts</li>
        {LINES.map(({ name: line }, index) => (
          <li key={line} className={`line-${index}`}>
            {line}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Table({ statistics, name }: ShownProps) {
  const timeOf = useTimeWords(name);
  const buckets = bucketsOf(statistics)
    .filter(({ point }) => point !== undefined)
    .toReversed();
  if (buckets.length === 0) return <p className="empty">Nothing happened in this time.</p>;
  const ms = (value: number | null) => (value === null ? '–' : spanWords(value));
  return (
    <table className="list activity-table" aria-label={SPANS[name].title}>
      <thead>
        <tr>
          {['From', 'Accepted', 'Delivered', 'Failed attempts', ...LINES.map((line) => line.name)].map(
            (label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {buckets.map((bucket) => (
          <tr key={bucket.atMs}>
            <td>{timeOf(bucket.atMs)}</td>
            <td data-label="Accepted">{bucket.point?.accepted}</td>
            <td data-label="Delivered">{bucket.point?.delivered}</td>
            <td data-label="Failed attempts">{failedAttempts(bucket.point)}</td>
            {LINES.map((line) => (
              <td key={line.name} data-label={line.name}>
                {ms(line.of(bucket))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** When a bucket begins, in the chosen zone. A day is one of UTC. */
function useTimeWords(name: SpanName): (atMs: number) => string {
  const [zone] = usePreference('zone');
  const isDay = name === '30d';
  const format = new Intl.DateTimeFormat('en-GB', {
    ...(name !== '1h' && { day: 'numeric', month: 'short' }),
    ...(!isDay && { hour: '2-digit', minute: '2-digit' }),
    timeZoneName: 'short',
    ...((zone === 'utc' || isDay) && { timeZone: 'UTC' }),
  });
  return (atMs) => format.format(atMs);
}
