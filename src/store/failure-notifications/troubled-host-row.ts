import type { DeliveryErrorCode } from '../../domain/deliveries/delivery';
import type { HostTrouble } from '../../domain/failure-notifications/host-trouble';

export interface TroubledHostRow {
  environment_id: string;
  host: string;
  failing_since: string;
  failed_deliveries: number;
  error_code: string | null;
  http_status: number | null;
  error_message: string | null;
  last_failed_at: string;
  last_delivery_id: string;
  told_at: string | null;
  /** 0 or 1 on SQLite. */
  is_told: boolean | number;
  recovered_at: string | null;
}

export function troubleToRow(environmentId: string, trouble: HostTrouble): TroubledHostRow {
  return {
    environment_id: environmentId,
    host: trouble.host,
    failing_since: trouble.failingSince,
    failed_deliveries: trouble.failedDeliveries,
    error_code: trouble.lastError?.code ?? null,
    http_status: trouble.lastError?.httpStatus ?? null,
    error_message: trouble.lastError?.message ?? null,
    last_failed_at: trouble.lastFailedAt,
    last_delivery_id: trouble.lastDeliveryId,
    told_at: trouble.toldAt ?? null,
    is_told: trouble.isTold,
    recovered_at: trouble.recoveredAt ?? null,
  };
}

export function troubleFromRow(row: TroubledHostRow): HostTrouble {
  return {
    host: row.host,
    failingSince: row.failing_since,
    failedDeliveries: row.failed_deliveries,
    lastError:
      row.error_code === null
        ? undefined
        : {
            code: row.error_code as DeliveryErrorCode,
            httpStatus: row.http_status ?? undefined,
            message: row.error_message ?? undefined,
          },
    lastFailedAt: row.last_failed_at,
    lastDeliveryId: row.last_delivery_id,
    toldAt: row.told_at ?? undefined,
    isTold: Boolean(row.is_told),
    recoveredAt: row.recovered_at ?? undefined,
  };
}
