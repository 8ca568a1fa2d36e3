import { useDeliveryCounts, type DeliveryFilters } from '../../calls/deliveries';
import type { Session } from '../../calls/session';
import { errorText } from '../../parts/error-words';
import { visibleText } from '../../parts/visible-text';

interface Props {
  readonly session: Session;
  readonly values: DeliveryFilters;
  readonly onChange: (changes: DeliveryFilters) => void;
}

const SHOWN = 5;

/** Which errors and hosts the whole of the filter has most of. Choosing one narrows the filter to it. */
export function MostFrequent({ session, values, onChange }: Props) {
  const { data } = useDeliveryCounts(session, values);
  if (!data || (data.by_error_code.length === 0 && data.by_host.length < 2)) return null;
  const errors = data.by_error_code.map(({ error_code: code, count }) => ({
    label: errorText(code, undefined),
    count,
    change: { error_code: code },
  }));
  const hosts = data.by_host.map(({ destination_host: host, count }) => ({
    label: visibleText(host),
    count,
    change: { destination_host: host },
  }));
  return (
    <dl className="most-frequent">
      {[
        { title: 'Last errors', found: errors },
        { title: 'Hosts', found: hosts },
      ].map(
        ({ title, found }) =>
          found.length > 0 && (
            <div key={title}>
              <dt>{title}</dt>
              {found.slice(0, SHOWN).map(({ label, count, change }) => (
                <dd key={label}>
                  <button type="button" onClick={() => onChange(change)}>
                    {label} <span className="count">{count}</span>
                  </button>
                </dd>
              ))}
            </div>
          ),
      )}
    </dl>
  );
}
