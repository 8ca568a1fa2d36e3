import { EVENT_TYPE_NAMES } from '../../../domain/events/event-types';
import { SERVICE_EVENT_TYPES } from '../../../domain/events/event';
import { EVENT_FILTERS, useEvents } from '../../calls/events';
import type { Session } from '../../calls/session';
import { FilterBar } from '../../parts/FilterBar';
import { FilterSelect } from '../../parts/FilterSelect';
import { FilterText } from '../../parts/FilterText';
import { FilterTime } from '../../parts/FilterTime';
import { ListPanel } from '../../parts/ListPanel';
import { Page } from '../../parts/Page';
import { useFilters } from '../../parts/use-filters';
import { EventCells } from './EventCells';

const COLUMNS = [{ label: 'Outcome' }, { label: 'Event' }, { label: 'Triggered by' }, { label: 'Received' }];
const OUTCOMES = [
  { value: 'undelivered', label: 'Undelivered' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'told_nobody', label: 'Told nobody' },
];
const TYPES = [...EVENT_TYPE_NAMES, ...SERVICE_EVENT_TYPES].map((name) => ({ value: name, label: name }));

/** Every event, the newest first, narrowed by what the address of the page says. */
export function EventsPage({ session }: { readonly session: Session }) {
  const { values, isAny, set, clear } = useFilters(EVENT_FILTERS);
  const list = useEvents(session, values);
  return (
    <Page title="Events" session={session}>
      <FilterBar
        what="events"
        isAny={isAny}
        onClear={clear}
        isMoreSet={Boolean(values.destination ?? values.from ?? values.to)}
        more={
          <>
            <FilterText
              label="Sent to URL"
              isWide
              inputMode="url"
              placeholder="https://hooks.example.com/cld"
              value={values.destination}
              onChange={(destination) => set({ destination })}
            />
            <FilterTime label="Received from" value={values.from} onChange={(from) => set({ from })} />
            <FilterTime label="Received before" value={values.to} onChange={(to) => set({ to })} />
          </>
        }
      >
        <FilterSelect
          label="Outcome"
          value={values.outcome}
          any="Any outcome"
          options={OUTCOMES}
          onChange={(outcome) => set({ outcome })}
        />
        <FilterSelect
          label="Event type"
          value={values.event_type}
          any="Any type"
          options={TYPES}
          onChange={(event_type) => set({ event_type })}
        />
        <FilterText
          label="Public ID or folder"
          isWide
          placeholder="catalog/blue-kettle"
          value={values.public_id}
          onChange={(public_id) => set({ public_id })}
        />
      </FilterBar>
      <ListPanel
        title="Events, newest first"
        list={list}
        idOf={({ event_id: id }) => id}
        columns={COLUMNS}
        cells={(event) => <EventCells event={event} />}
        isNarrowed={isAny}
        onClear={clear}
        nothingYet={<p>No event was published yet. The page Health has a command that publishes one.</p>}
      />
    </Page>
  );
}
