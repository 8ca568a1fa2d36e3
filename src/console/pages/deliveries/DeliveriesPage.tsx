import { DELIVERY_ERROR_CODES } from '../../../domain/deliveries/delivery';
import { EVENT_TYPE_NAMES } from '../../../domain/events/event-types';
import { SERVICE_EVENT_TYPES } from '../../../domain/events/event';
import {
  DELIVERY_FILTERS,
  useDeliveries,
  useDeliveryCounts,
  type DeliveryFilters,
} from '../../calls/deliveries';
import type { Session } from '../../calls/session';
import { CountTabs } from '../../parts/CountTabs';
import { DELIVERY_STATES } from '../../parts/delivery-words';
import { errorText } from '../../parts/error-words';
import { FilterBar } from '../../parts/FilterBar';
import { FilterSelect } from '../../parts/FilterSelect';
import { FilterText } from '../../parts/FilterText';
import { FilterTime } from '../../parts/FilterTime';
import { ListPanel } from '../../parts/ListPanel';
import { FailureNote } from '../../parts/Note';
import { Page } from '../../parts/Page';
import { useFilters } from '../../parts/use-filters';
import { BulkBar } from './BulkBar';
import { DeliveryCells } from './DeliveryCells';
import { MostFrequent } from './MostFrequent';
import { useRowRetry } from './use-row-retry';
import { useTicks } from './use-ticks';

const COLUMNS = [
  { label: 'Status' },
  { label: 'Event and URL' },
  { label: 'Attempts' },
  { label: 'Next attempt' },
  { label: 'Created' },
  { label: 'Actions', isUnseen: true },
];
const TYPES = [...EVENT_TYPE_NAMES, ...SERVICE_EVENT_TYPES].map((name) => ({ value: name, label: name }));
const TESTS = [
  { value: 'false', label: 'Without tests' },
  { value: 'true', label: 'Tests alone' },
];
const CODES = DELIVERY_ERROR_CODES.map((code) => ({ value: code, label: errorText(code, undefined) }));

/** Every delivery, the newest first, narrowed by what the address of the page says. */
export function DeliveriesPage({ session }: { readonly session: Session }) {
  const filters = useFilters(DELIVERY_FILTERS);
  const { values, isAny, set, clear } = filters;
  const list = useDeliveries(session, values);
  const ticks = useTicks(list.key);
  const retry = useRowRetry(session);
  const rare = [
    'http_status',
    'destination',
    'trigger_id',
    'bulk_action_id',
    'event_id',
    'test',
    'from',
    'to',
  ] as const;
  return (
    <Page title="Deliveries" session={session}>
      <FilterBar
        what="deliveries"
        isAny={isAny}
        onClear={clear}
        isMoreSet={rare.some((name) => values[name] !== undefined)}
        more={
          <>
            <FilterText
              label="HTTP status"
              inputMode="numeric"
              placeholder="503"
              value={values.http_status}
              onChange={(http_status) => set({ http_status })}
            />
            <FilterText
              label="URL"
              isWide
              inputMode="url"
              placeholder="https://hooks.example.com/cld"
              value={values.destination}
              onChange={(destination) => set({ destination })}
            />
            <FilterText
              label="Trigger id"
              value={values.trigger_id}
              onChange={(trigger_id) => set({ trigger_id })}
            />
            <FilterText
              label="Bulk action id"
              value={values.bulk_action_id}
              onChange={(bulk_action_id) => set({ bulk_action_id })}
            />
            <FilterText label="Event id" value={values.event_id} onChange={(event_id) => set({ event_id })} />
            <FilterSelect
              label="Tests"
              value={values.test}
              any="With tests"
              options={TESTS}
              onChange={(test) => set({ test })}
            />
            <FilterTime label="Created from" value={values.from} onChange={(from) => set({ from })} />
            <FilterTime label="Created before" value={values.to} onChange={(to) => set({ to })} />
          </>
        }
      >
        <FilterSelect
          label="Event type"
          value={values.event_type}
          any="Any type"
          options={TYPES}
          onChange={(event_type) => set({ event_type })}
        />
        <FilterSelect
          label="Last error"
          value={values.error_code}
          any="Any or none"
          options={CODES}
          onChange={(error_code) => set({ error_code })}
        />
        <FilterText
          label="Host"
          placeholder="hooks.example.com"
          inputMode="url"
          value={values.destination_host}
          onChange={(destination_host) => set({ destination_host })}
        />
      </FilterBar>
      <StatusTabs session={session} values={values} onChange={set} />
      <MostFrequent session={session} values={values} onChange={set} />
      <BulkBar session={session} filter={values} list={list} ticks={ticks} />
      {retry.error && <FailureNote error={retry.error} />}
      {retry.dialog}
      <ListPanel
        title="Newest first"
        list={list}
        idOf={({ id }) => id}
        columns={COLUMNS}
        cells={(delivery) => (
          <DeliveryCells
            delivery={delivery}
            isTicked={ticks.ids.has(delivery.id)}
            onTick={ticks.toggle}
            session={session}
            onRetry={retry.ask}
          />
        )}
        aside={
          <span role="status" className="fine">
            {retry.said}
          </span>
        }
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

interface TabsProps {
  readonly session: Session;
  readonly values: DeliveryFilters;
  readonly onChange: (changes: DeliveryFilters) => void;
}

/** How many there are of each status. Choosing one leaves the other filters alone. */
function StatusTabs({ session, values, onChange }: TabsProps) {
  const { status, phase, ...others } = values;
  const { data } = useDeliveryCounts(session, others);
  const count = data && { ...data.by_phase, ...data.by_status, all: data.total };
  const states = ['sending', 'waiting', 'delivered', 'failed', 'cancelled'] as const;
  return (
    <CountTabs
      label="Status"
      value={phase ?? status ?? ''}
      isAtLeast={data?.total_is === 'at_least'}
      tabs={[
        { value: '', label: 'All', count: count?.all },
        ...states.map((state) => ({
          value: state,
          // To retry, or in a channel.
          label: state === 'waiting' ? 'Waiting' : DELIVERY_STATES[state].text,
          count: count?.[state],
        })),
      ]}
      onChange={(state) => {
        const isPhase = state === 'sending' || state === 'waiting';
        onChange({ status: isPhase ? '' : state, phase: isPhase ? state : '' });
      }}
    />
  );
}
