import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type ReactNode } from 'react';
import { askToRetry, type DeliverySummary } from '../../calls/deliveries';
import type { Session } from '../../calls/session';
import { RETRY_WORDS, SendAgainDialog } from '../../parts/SendAgainDialog';
import { visibleText } from '../../parts/visible-text';

interface RowRetry {
  /** Retries a delivery; one that was delivered only once that was confirmed. It is always the same function. */
  readonly ask: (delivery: DeliverySummary) => void;
  /** What became of the latest one. */
  readonly said: string;
  readonly error: Error | null;
  readonly dialog: ReactNode;
}

/** Retries deliveries from the list. The page shows `dialog` where no row takes it away. */
export function useRowRetry({ cloud_name: cloudName }: Session): RowRetry {
  const client = useQueryClient();
  const [again, setAgain] = useState<DeliverySummary>();
  const retry = useMutation({
    mutationFn: (delivery: DeliverySummary) =>
      askToRetry(cloudName, delivery.id, { force: delivery.status === 'delivered' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['deliveries', cloudName] }),
  });
  const { data, variables, mutate } = retry;
  const ask = useCallback(
    (delivery: DeliverySummary) => (delivery.status === 'delivered' ? setAgain(delivery) : mutate(delivery)),
    [mutate],
  );
  const said = data && variables ? `${visibleText(variables.event_id)}: ${RETRY_WORDS[data.action]}` : '';
  return {
    ask,
    said,
    error: retry.error,
    dialog: (
      <SendAgainDialog
        deliveryId={again?.id}
        onClose={() => setAgain(undefined)}
        onConfirm={() => again && mutate(again)}
      />
    ),
  };
}
