/* What the commands read of the answers of the service. Keys that are not named here are printed by `--json` all the same. */

export interface TriggerShape {
  readonly id: string;
  readonly uri: string;
  readonly uri_type: string;
  readonly event_type: string;
  readonly additive: boolean;
  readonly auth_scheme: string;
  readonly success_statuses: string;
  readonly filter?: Readonly<Record<string, unknown>>;
  readonly payload_template?: Readonly<Record<string, unknown>>;
}

export interface DeliveryShape {
  readonly id: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly uri: string;
  /** Absent in the answers of a service that sends no tests. */
  readonly test?: boolean;
  readonly status: 'pending' | 'delivered' | 'failed' | 'cancelled';
  readonly attempt_count: number;
  readonly next_attempt_at: string | null;
  readonly waiting_for: string | null;
  readonly last_error_code: string | null;
  readonly last_http_status: number | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface AttemptShape {
  readonly attempt_number: number;
  readonly started_at: string;
  readonly duration_ms: number;
  readonly outcome: string;
  readonly http_status: number | null;
  readonly error_message: string | null;
  readonly response_excerpt: string | null;
}

export interface EventShape {
  readonly event_id: string;
  readonly event_type: string;
  readonly status: 'accepted' | 'dispatched';
  readonly received_at: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly deliveries: readonly DeliveryShape[];
}

export interface EventSummaryShape {
  readonly event_id: string;
  readonly event_type: string;
  readonly received_at: string;
  readonly public_id: string | null;
  readonly deliveries: Readonly<Record<DeliveryShape['status'], number>>;
}

export interface HitShape {
  readonly kind: 'event' | 'delivery' | 'trigger' | 'operation';
  readonly id: string;
  readonly title: string;
  readonly event_id: string | null;
}

/** What a bulk action would do. */
export interface BulkPreviewShape {
  readonly count: number;
  /** `at_least`: more than a bulk action takes. */
  readonly count_is: 'exact' | 'at_least';
  readonly left_alone: Readonly<Record<string, number>>;
  readonly by_host: readonly { readonly destination_host: string; readonly count: number }[];
  readonly by_error_code: readonly { readonly error_code: string; readonly count: number }[];
  readonly sample: readonly DeliveryShape[];
  readonly token: string;
}

/** One request for many deliveries, and how far it has come. */
export interface BulkActionShape {
  readonly id: string;
  readonly status: 'accepted' | 'running' | 'cancelling' | 'completed' | 'cancelled';
  readonly total: number;
  readonly done: number;
  readonly skipped: readonly { readonly reason: string; readonly count: number }[];
  readonly failed: number;
  readonly last_failure: string | null;
}
