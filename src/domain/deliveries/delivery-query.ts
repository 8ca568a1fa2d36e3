import type { PageQuery } from '../page-query';
import type { DeliveryStatus } from './delivery';

export interface DeliveryQuery extends PageQuery {
  readonly status?: DeliveryStatus | undefined;
  readonly eventId?: string | undefined;
  readonly eventType?: string | undefined;
  /** Exact URL. */
  readonly destination?: string | undefined;
}
