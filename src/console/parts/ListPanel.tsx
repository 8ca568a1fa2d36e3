import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { List } from '../calls/list';
import { FailureNote } from './Note';
import { Panel } from './Panel';
import { useHeld } from './use-held';
import { useSteadyRows } from './use-steady-rows';

interface Column {
  readonly label: string;
  /** Only for screen readers. */
  readonly isUnseen?: boolean;
}

interface Props<Item> {
  readonly title: string;
  readonly list: List<Item>;
  readonly idOf: (item: Item) => string;
  /** The second one takes all the width that the others leave. */
  readonly columns: readonly Column[];
  /** The `td`s of a row. Those with `data-label` show it on a narrow screen. */
  readonly cells: (item: Item) => ReactNode;
  /** Why there is nothing yet, and what to do. */
  readonly nothingYet: ReactNode;
  /** Whether filters leave something out; and how to take them away. */
  readonly isNarrowed?: boolean;
  readonly onClear?: () => void;
  readonly aside?: ReactNode;
}

/**
 * A list in pages, which brings itself up to date. It never moves under the pointer or the focus: what is new waits behind a
 * button. On a narrow screen its rows are cards.
 */
export function ListPanel<Item>(props: Props<Item>) {
  const { title, list, idOf, isNarrowed = false, onClear, nothingYet, aside } = props;
  const { isHeld, holders } = useHeld();
  const { rows, waiting, release } = useSteadyRows({ rows: list.items, listKey: list.key, idOf, isHeld });
  const table = useRef<HTMLTableElement>(null);
  const [released, setReleased] = useState(0);
  const showWaiting = () => {
    release();
    setReleased(released + 1);
  };
  useEffect(() => {
    // The button is gone with what it showed.
    if (released > 0) table.current?.focus();
  }, [released]);
  return (
    // Whoever goes for the button above the rows leaves them, and yet wants it to stay.
    <div {...holders}>
      <Panel
        title={title}
        aside={
          <span className="list-aside">
            {/* Always there, so that its change is announced. */}
            <span role="status">
              {waiting > 0 && (
                <Button className="button quiet small news" onPress={showWaiting}>
                  {waiting} new
                </Button>
              )}
            </span>
            {aside}
          </span>
        }
      >
        {list.error && (
          <FailureNote error={list.error}>
            <Button className="button quiet small" onPress={list.retry}>
              Try again
            </Button>
          </FailureNote>
        )}
        {rows.length > 0 && (
          <table
            className={list.isStale ? 'list stale' : 'list'}
            ref={table}
            tabIndex={-1}
            aria-label={title}
          >
            <Head columns={props.columns} />
            <tbody>
              {rows.map((item) => (
                <Row key={idOf(item)} item={item}>
                  {props.cells(item)}
                </Row>
              ))}
            </tbody>
          </table>
        )}
        {rows.length === 0 && list.isLoaded && !list.error && (
          <div className="empty">{isNarrowed && onClear ? <NoMatch onClear={onClear} /> : nothingYet}</div>
        )}
        {!list.isLoaded && !list.error && (
          <div className="skeleton late" role="status" aria-label={`Loading: ${title}`} />
        )}
        <Foot list={list} count={rows.length} />
      </Panel>
    </div>
  );
}

function Head({ columns }: { readonly columns: readonly Column[] }) {
  return (
    <thead>
      <tr>
        {columns.map(({ label, isUnseen = false }) => (
          <th key={label} scope="col">
            {isUnseen ? <span className="unseen">{label}</span> : label}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** Marks itself for a moment when its item changes. */
function Row<Item>({ item, children }: { readonly item: Item; readonly children: ReactNode }) {
  const [seen, setSeen] = useState({ item, changes: 0 });
  if (seen.item !== item) setSeen({ item, changes: seen.changes + 1 });
  // Two names for the same mark: only another name begins it again.
  const mark = seen.changes === 0 ? undefined : `changed-${seen.changes % 2}`;
  return <tr className={mark}>{children}</tr>;
}

function NoMatch({ onClear }: { readonly onClear: () => void }) {
  return (
    <>
      <p>Nothing matches these filters.</p>
      <Button className="button quiet" onPress={onClear}>
        Clear filters
      </Button>
    </>
  );
}

function Foot<Item>({ list, count }: { readonly list: List<Item>; readonly count: number }) {
  if (count === 0) return null;
  return (
    <div className="list-foot">
      <span className="fine">
        {count} shown{!list.hasOlder && ', all there are'}
      </span>
      {list.hasOlder && (
        <Button className={`button quiet ${list.isLoadingOlder ? 'busy' : ''}`} onPress={list.loadOlder}>
          {list.isLoadingOlder ? 'Loading …' : 'Load older'}
        </Button>
      )}
    </div>
  );
}
