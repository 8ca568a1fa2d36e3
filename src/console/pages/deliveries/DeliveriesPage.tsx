import { EVENT_TYPES } from '../../../domain/events/event-types';
import { DELIVERY_FILTERS, useDeliveries } from '../../calls/deliveries';
import type { Session } from '../../calls/session';
import { FilterBar } from '../../parts/FilterBar';
import { FilterSelect } from '../../parts/FilterSelect';
import { FilterText } from '../../parts/FilterText';
import { FilterTime } from '../../parts/FilterTime';
import { ListPanel } from '../../parts/ListPanel';
import { Page } from '../../parts/Page';
import { useFilters } from '../../parts/use-filters';
import { DeliveryCells } from './DeliveryCells';

const COLUMNS = [
  { label: 'Status' },
  { label: 'Event and URL' },
  { label: 'Attempts' },
  { label: 'Next attempt' },
  { label: 'Created' },
];
const STATUSES = [
  { value: 'pending', label: 'Pending' },
  { value: 'delivered', label: 'Delivered' },
  { value: 'failed', label: 'Failed' },
  { value: 'cancelled', label: 'Cancelled' },
];
const TYPES = EVENT_TYPES.map(({ name }) => ({ value: name, label: name }));

/** Every delivery, the newest first, narrowed by what the address of the page says. */
export function DeliveriesPage({ session }: { readonly session: Session }) {
  const { values, isAny, set, clear } = useFilters(DELIVERY_FILTERS);
  const list = useDeliveries(session, values);
  return (
    <Page title="Deliveries" session={session}>
      <FilterBar
        what="deliveries"
        isAny={isAny}
        onClear={clear}
        isMoreSet={Boolean(values.event_id ?? values.from ?? values.to)}
        more={
          <>
            <FilterText label="Event id" value={values.event_id} onChange={(event_id) => set({ event_id })} />
            <FilterTime label="Created from" value={values.from} onChange={(from) => set({ from })} />
            <FilterTime label="Created before" value={values.to} onChange={(to) => set({ to })} />
          </>
        }
      >
        <FilterSelect
          label="Status"
          value={values.status}
          any="Any status"
          options={STATUSES}
          onChange={(status) => set({ status })}
        />
        <FilterSelect
          label="Event type"
          value={values.event_type}
          any="Any type"
          options={TYPES}
          onChange={(event_type) => set({ event_type })}
        />
        <FilterText
          label="URL"
          isWide
          inputMode="url"
          placeholder="https://hooks.example.com/cld"
          value={values.destination}
          onChange={(destination) => set({ destination })}
        />
      </FilterBar>
      <ListPanel
        title="Deliveries, newest first"
        list={list}
        idOf={({ id }) => id}
        columns={COLUMNS}
        cells={(delivery) => <DeliveryCells delivery={delivery} />}
        isNarrowed={isAny}
        onClear={clear}
        nothingYet={
          <p>
            Nothing was sent yet. A delivery begins when an event finds a trigger for its type, or brings its
            own notification_url.
          </p>
        }
      />
    </Page>
  );
}
