import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { Icon } from './Icon';

interface Props {
  /** What they filter, for screen readers: "deliveries". */
  readonly what: string;
  readonly isAny: boolean;
  readonly onClear: () => void;
  readonly children: ReactNode;
  /** The rarer ones, which are folded away unless one of them is set. */
  readonly more?: ReactNode;
  readonly isMoreSet?: boolean;
}

/** What narrows a list. Its fields are `FilterSelect`, `FilterText` and `FilterTime`. */
export function FilterBar({ what, isAny, onClear, children, more, isMoreSet = false }: Props) {
  return (
    <search className="filter-bar" aria-label={`Filter ${what}`}>
      <div className="filters">
        {children}
        {isAny && (
          <Button className="button quiet" onPress={onClear}>
            <Icon name="cross" />
            Clear filters
          </Button>
        )}
      </div>
      {more !== undefined && (
        <details open={isMoreSet || undefined}>
          <summary>More filters</summary>
          <div className="filters">{more}</div>
        </details>
      )}
    </search>
  );
}
