import { useMutation } from '@tanstack/react-query';
import type { z } from 'zod';
import type { cancelAnswer } from '../../api/deliveries/schemas';
import { call } from './call';
import { askToRetry, deliveriesPath } from './deliveries';
import type { DeliveryInFull } from './delivery-in-full';
import { useEagerQuery } from './eager-query';
import type { Session } from './session';

/** A delivery, and what one may ask of it. For a moment after that it is looked at more often. */
export function useDelivery({ cloud_name: cloudName }: Session, id: string) {
  const path = `${deliveriesPath(cloudName)}/${encodeURIComponent(id)}`;
  const [query, onSettled] = useEagerQuery<DeliveryInFull>({
    queryKey: ['delivery', cloudName, id],
    path,
    isMoving: ({ status }) => status === 'pending',
  });
  const retry = useMutation({
    mutationFn: (how: { readonly force: boolean }) => askToRetry(cloudName, id, how),
    onSettled,
  });
  const cancel = useMutation({
    mutationFn: () => call<z.output<typeof cancelAnswer>>(`${path}/cancel`, { method: 'POST', body: {} }),
    onSettled,
  });
  return { ...query, retry, cancel };
}
