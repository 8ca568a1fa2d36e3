import type { Knex } from 'knex';
import type { BulkAction } from '../../../src/domain/bulk-actions/bulk-action';
import type { Attempt } from '../../../src/domain/deliveries/attempt';
import type { Delivery } from '../../../src/domain/deliveries/delivery';
import type { Event } from '../../../src/domain/events/event';
import type { EventRecord } from '../../../src/domain/events/event-record';
import type { HostTrouble } from '../../../src/domain/failure-notifications/host-trouble';
import type { AccessKey } from '../../../src/domain/keys/access-key';
import type { AuditEntry } from '../../../src/domain/keys/audit-entry';
import type { ProductEnvironment } from '../../../src/domain/keys/product-environment';
import type { OperationKey, StoredOperation, StoredReport } from '../../../src/domain/operations/operation';
import { isPollUrl } from '../../../src/domain/poll/channel';
import type { Trigger } from '../../../src/domain/triggers/trigger';
import { newBulkActionRow } from '../../../src/store/bulk-actions/bulk-action-row';
import { inChunks } from '../../../src/store/database/narrow-to-page';
import { attemptToRow } from '../../../src/store/deliveries/record-attempts';
import { newDeliveryRow } from '../../../src/store/deliveries/delivery-row';
import { eventToRow } from '../../../src/store/events/event-row';
import { verdictsToText } from '../../../src/store/events/record-resolutions';
import { troubleToRow } from '../../../src/store/failure-notifications/note-ends';
import { accessKeyToRow } from '../../../src/store/keys/access-key-row';
import { provisioningSecretPlace } from '../../../src/store/keys/account-store';
import { changeToRow } from '../../../src/store/keys/audit-log';
import { environmentToRow } from '../../../src/store/keys/environment-row';
import { operationKeyToRow, operationToRow } from '../../../src/store/operations/operation-row';
import { newMessageRow } from '../../../src/store/poll/poll-message-row';
import { createSecretCodec, type SecretCodec } from '../../../src/store/secrets/secret-codec';
import { triggerToRow } from '../../../src/store/triggers/trigger-row';
import type { Account } from '../builders/an-account';
import { ENVIRONMENT } from '../builders/an-environment';
import { anEvent } from '../builders/an-event';
import { OPERATION_KEY } from '../builders/an-operation';
import { someMasterKeys } from '../builders/some-master-keys';

/** What a database may hold. */
export interface Nouns {
  readonly accounts?: readonly Account[];
  readonly environments?: readonly ProductEnvironment[];
  readonly accessKeys?: readonly AccessKey[];
  readonly triggers?: readonly Trigger[];
  readonly events?: readonly (Event | EventRecord)[];
  /** With their events, where those are not there. */
  readonly deliveries?: readonly Delivery[];
  readonly attempts?: readonly Attempt[];
  readonly bulkActions?: readonly BulkAction[];
  readonly operations?: readonly StoredOperation[];
  /** Of {@link OPERATION_KEY}'s, unless they say another one. */
  readonly reports?: readonly (StoredReport & Partial<OperationKey>)[];
  readonly auditEntries?: readonly AuditEntry[];
  /** Of {@link ENVIRONMENT}. */
  readonly troubles?: readonly HostTrouble[];
}

/** Stores nouns as they are, however they would have come to be so, in place of those that have their ids. */
export async function plant(db: Knex, nouns: Nouns): Promise<void> {
  const secrets = createSecretCodec(someMasterKeys());
  const { accounts = [], environments = [], accessKeys = [], deliveries = [] } = nouns;
  const theirAccounts = environments.map(({ accountId: id }) => ({ id, name: id, created_at: CREATED_AT }));
  const theirEvents = deliveries.map(({ environmentId, eventId, eventType }) =>
    eventRow(anEvent({ environmentId, eventId, eventType })),
  );
  await db.transaction(async (trx) => {
    const insert = (table: string, key: readonly string[], rows: readonly object[]) =>
      trx(table)
        .insert([...rows])
        .onConflict([...key]);
    const put = async (table: string, key: readonly string[], rows: readonly object[]) => {
      for (const chunk of inChunks(rows)) await insert(table, key, chunk).merge();
    };
    const putMissing = async (table: string, key: readonly string[], rows: readonly object[]) => {
      for (const chunk of inChunks(rows)) await insert(table, key, chunk).ignore();
    };
    const EVENT = ['environment_id', 'event_id'];
    await put(
      'accounts',
      ['id'],
      accounts.map((account) => accountRow(secrets, account)),
    );
    await putMissing('accounts', ['id'], theirAccounts);
    await put('product_environments', ['id'], environments.map(environmentToRow));
    await put(
      'access_keys',
      ['api_key'],
      accessKeys.map((key) => accessKeyToRow(secrets, key)),
    );
    await put('triggers', ['id'], (nouns.triggers ?? []).map(triggerToRow));
    await put('events', EVENT, (nouns.events ?? []).map(eventRow));
    await putMissing('events', EVENT, theirEvents);
    await put('bulk_actions', ['id'], (nouns.bulkActions ?? []).map(bulkActionRow));
    await put('deliveries', ['id'], deliveries.map(deliveryRow));
    await put('poll_messages', ['delivery_id'], deliveries.flatMap(messageRows));
    await put('attempts', ['delivery_id', 'attempt_number'], (nouns.attempts ?? []).map(attemptToRow));
    await put('operations', ['environment_id', 'operation_id'], (nouns.operations ?? []).map(operationRow));
    await put('operation_reports', ['sequence'], (nouns.reports ?? []).map(reportRow));
    await put(
      'audit_log',
      ['id'],
      (nouns.auditEntries ?? []).map((entry) => auditRow(trx, entry)),
    );
    await put('troubled_hosts', ['environment_id', 'host'], (nouns.troubles ?? []).map(troubleRow));
  });
}

const CREATED_AT = '2026-03-01T08:00:00.000Z';

function accountRow(secrets: SecretCodec, { id, name, apiKey, apiSecret }: Account): object {
  return {
    id,
    name,
    provisioning_api_key: apiKey,
    secret_hash: secrets.hash(apiSecret),
    secret_encrypted: secrets.encrypt(apiSecret, provisioningSecretPlace(id)),
    created_at: CREATED_AT,
  };
}

function troubleRow(trouble: HostTrouble): object {
  return troubleToRow(ENVIRONMENT.id, trouble);
}

function eventRow(planted: Event | EventRecord): object {
  if (!('event' in planted)) return eventToRow(planted, planted.eventId);
  const { event, startedAt = null, resolvedAt = null, verdicts } = planted;
  return {
    ...eventToRow(event, event.eventId),
    started_at: startedAt ?? resolvedAt,
    resolved_at: resolvedAt,
    verdicts: resolvedAt === null ? null : verdictsToText(verdicts),
  };
}

function deliveryRow(delivery: Delivery): object {
  const made = newDeliveryRow({ ...delivery, resolvedAt: delivery.createdAt }, delivery);
  return {
    ...made,
    status: delivery.status,
    attempt_count: delivery.attemptCount,
    first_attempt_number: delivery.firstAttemptNumber,
    next_attempt_at: delivery.nextAttemptAt ?? null,
    waiting_for: delivery.waitingFor ?? made.waiting_for,
    waiting_since: delivery.waitingSince ?? made.waiting_since,
    last_error_code: delivery.lastErrorCode ?? null,
    note: delivery.note ?? null,
    bulk_action_id: delivery.bulkActionId ?? null,
    updated_at: delivery.updatedAt,
  };
}

function messageRows({ id: deliveryId, environmentId, uri, status, createdAt }: Delivery): readonly object[] {
  return isPollUrl(uri) && status === 'pending'
    ? [newMessageRow(uri, { deliveryId, environmentId, batchId: undefined, queuedAt: createdAt })]
    : [];
}

function bulkActionRow(action: BulkAction): object {
  return {
    ...newBulkActionRow(action, { requestId: undefined, ip: undefined, ...action.by }),
    outcomes: JSON.stringify(action.outcomes),
    last_failure: action.lastFailure ?? null,
    started_at: action.startedAt ?? null,
    cancel_requested_at: action.cancelRequestedAt ?? null,
    ended_at: action.endedAt ?? null,
    ended_as: action.endedAs ?? null,
  };
}

function operationRow(operation: StoredOperation): object {
  const { updatedAt, endedAt = null } = operation;
  return {
    ...operationToRow(operation, operation.operationId),
    updated_at: updatedAt,
    ended_at: endedAt,
  };
}

function reportRow(planted: StoredReport & Partial<OperationKey>): object {
  const { report, receivedAt, appliedAt = null, ...key } = planted;
  return {
    ...operationKeyToRow({ ...OPERATION_KEY, ...key }),
    content_hash: JSON.stringify(report),
    report: JSON.stringify(report),
    received_at: receivedAt,
    applied_at: appliedAt,
  };
}

function auditRow(trx: Knex, entry: AuditEntry): object {
  return {
    id: entry.id,
    environment_id: entry.environmentId ?? null,
    account_id: trx('accounts').whereNotNull('provisioning_api_key').select('id').limit(1),
    at: entry.at,
    ...changeToRow(entry),
  };
}
