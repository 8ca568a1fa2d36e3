import { numberText } from './number-text';
interface Tab {
  /** Empty for all. */
  readonly value: string;
  readonly label: string;
  /** Absent until it is known. */
  readonly count: number | undefined;
}

interface Props {
  /** What one chooses here, for screen readers: "Status". */
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly value: string | undefined;
  /** Whether there are more than were counted. */
  readonly isAtLeast?: boolean;
  readonly onChange: (value: string) => void;
}

/** A filter whose values show how many there are of each. */
export function CountTabs({ label, tabs, value = '', isAtLeast = false, onChange }: Props) {
  return (
    <div className="count-tabs" role="group" aria-label={label}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          aria-pressed={tab.value === value}
          onClick={() => onChange(tab.value)}
        >
          {tab.label}{' '}
          {tab.count !== undefined && (
            <span className="count">
              {numberText(tab.count)}
              {isAtLeast && tab.count > 0 ? '+' : ''}
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
