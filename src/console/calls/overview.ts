import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { deliveriesAnswer } from '../../api/deliveries/schemas';
import type { eventsAnswer } from '../../api/events/schemas';
import type { readinessAnswer } from '../../api/service/routes';
import type { triggersAnswer } from '../../api/triggers/schemas';
import { call } from './call';
import { environmentPath } from './environment-path';
import type { DeliverySummary } from './deliveries';
import { POLL_MS, pollDelayMs, QUICK_POLL_MS } from './poll';
import type { Session } from './session';

export type Readiness = z.output<typeof readinessAnswer>;
type Deliveries = z.output<typeof deliveriesAnswer>;
type Events = z.output<typeof eventsAnswer>;
type Triggers = z.output<typeof triggersAnswer>;

/** What the home page shows of a product environment: the newest deliveries and event, and whether anything is told. */
export interface Overview {
  readonly deliveries: readonly DeliverySummary[];
  /** Of the triggers, which may have a type in common. */
  readonly triggerTypes: readonly string[];
  readonly hasEvent: boolean;
}

const SHOWN_DELIVERIES = 10;

/** Whether the service can work. It says so while it cannot, too. */
export function useReadiness() {
  return useQuery({
    queryKey: ['readiness'],
    queryFn: ({ signal }) => call<Readiness>('/readyz', { alsoStatus: 503, signal }),
    refetchInterval: ({ state }) => pollDelayMs(state.errorUpdateCount > 0 ? state.fetchFailureCount : 0),
  });
}

export function useOverview({ cloud_name: cloudName }: Session) {
  return useQuery({
    queryKey: ['overview', cloudName],
    queryFn: ({ signal }) => loadOverview(cloudName, signal),
    refetchInterval: ({ state }) =>
      pollDelayMs(state.fetchFailureCount, state.data && isQuiet(state.data) ? POLL_MS : QUICK_POLL_MS),
  });
}

async function loadOverview(cloudName: string, signal: AbortSignal): Promise<Overview> {
  const base = environmentPath(cloudName);
  const [{ deliveries }, { events }, { triggers }] = await Promise.all([
    call<Deliveries>(`${base}/deliveries?max_results=${SHOWN_DELIVERIES}`, { signal }),
    call<Events>(`${base}/events?max_results=1`, { signal }),
    call<Triggers>(`${base}/triggers`, { signal }),
  ]);
  return {
    deliveries,
    triggerTypes: triggers.map(({ event_type: eventType }) => eventType),
    hasEvent: events.length > 0,
  };
}

function isQuiet({ deliveries }: Overview): boolean {
  return deliveries.length > 0 && deliveries.every(({ status }) => status !== 'pending');
}
