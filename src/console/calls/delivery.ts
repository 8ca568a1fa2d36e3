import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { z } from 'zod';
import type { cancelAnswer, retryAnswer } from '../../api/deliveries/schemas';
import { call } from './call';
import { deliveriesPath } from './deliveries';
import type { DeliveryInFull } from './delivery-in-full';
import { EAGER_FOR_MS, EAGER_POLL_MS, POLL_MS, pollDelayMs, QUICK_POLL_MS } from './poll';
import type { Session } from './session';

/** A delivery, and what one may ask of it. For a moment after that it is looked at more often. */
export function useDelivery({ cloud_name: cloudName }: Session, id: string) {
  const client = useQueryClient();
  const eagerUntilMs = useRef(0);
  const path = `${deliveriesPath(cloudName)}/${encodeURIComponent(id)}`;
  const queryKey = ['delivery', cloudName, id];
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => call<DeliveryInFull>(path, { signal }),
    refetchInterval: ({ state: { data, fetchFailureCount } }) => {
      if (Date.now() < eagerUntilMs.current) return EAGER_POLL_MS;
      return pollDelayMs(fetchFailureCount, data?.status === 'pending' ? QUICK_POLL_MS : POLL_MS);
    },
  });
  const onSettled = () => {
    eagerUntilMs.current = Date.now() + EAGER_FOR_MS;
    return client.invalidateQueries({ queryKey });
  };
  const retry = useMutation({
    mutationFn: ({ force }: { readonly force: boolean }) =>
      call<z.output<typeof retryAnswer>>(`${path}/retry`, { method: 'POST', body: { force } }),
    onSettled,
  });
  const cancel = useMutation({
    mutationFn: () => call<z.output<typeof cancelAnswer>>(`${path}/cancel`, { method: 'POST', body: {} }),
    onSettled,
  });
  return { ...query, retry, cancel };
}
