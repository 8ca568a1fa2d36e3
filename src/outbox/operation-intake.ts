import type {
  OperationKey,
  OperationRecord,
  InsertedReport,
  NewReport,
  OperationReport,
  OperationToTrack,
  RefusedReport,
} from '../domain/operations/operation';
import type { PostedContent } from '../domain/events/event';
import type { Logger } from '../logger';
import { createBackgroundStarts, type Start } from './background-starts';
import { contentHash, contentHashes } from './event-intake';

export interface OperationStore {
  /** Stores an operation, or finds the one that has its id: the unique key decides. The hashes are those of an event. */
  insert(
    record: OperationRecord,
    contentHash: string,
    formerHash: () => string,
  ): Promise<'inserted' | { readonly earlier: OperationRecord; readonly isSame: boolean }>;

  /**
   * Stores a report, unless the operation has one with the same content, or it contradicts those that it has.
   *
   * @returns the report that stands; `undefined` when there is no such operation.
   */
  insertReport(report: NewReport): Promise<InsertedReport | RefusedReport | undefined>;
}

/** The operation that stands under an id: this one, or the one that was announced before. */
interface AnnounceResult {
  readonly outcome: 'accepted' | 'duplicate' | 'conflict';
  readonly record: OperationRecord;
}

interface OperationIntakeDependencies extends OperationStartDependencies {
  readonly store: OperationStore;
  readonly logger: Logger;
}

/** Takes in operations and reports: stored first, so that what is accepted is never lost, then handed to the operation's workflow. */
export function createOperationIntake({ store, logger, ...deps }: OperationIntakeDependencies) {
  const announced = createBackgroundStarts(announcedStart(deps), logger);
  const reported = createBackgroundStarts(reportedStart(deps), logger);

  return {
    /** @param content decides whether a second operation of the same id is the same one. Source: docs/decisions.md D27. */
    async announce(
      record: OperationRecord,
      cloudName: string,
      content: PostedContent,
    ): Promise<AnnounceResult> {
      const hashes = contentHashes(content);
      const inserted = await store.insert(record, hashes.contentHash, hashes.formerHash);
      if (inserted !== 'inserted') {
        return { outcome: inserted.isSame ? 'duplicate' : 'conflict', record: inserted.earlier };
      }
      const { environmentId, operationId, operation } = record;
      announced.offer({ environmentId, operationId, cloudName, method: operation.method });
      return { outcome: 'accepted', record };
    },

    /** @returns `undefined` when there is no such operation; contradictions when it was not taken in because of them. */
    async report(
      key: OperationKey,
      cloudName: string,
      report: OperationReport,
    ): Promise<InsertedReport | RefusedReport | undefined> {
      const receivedAt = deps.now().toISOString();
      const inserted = await store.insertReport({
        ...key,
        report,
        contentHash: contentHash(report),
        receivedAt,
      });
      if (inserted && 'method' in inserted && !inserted.isApplied) {
        reported.offer({ ...key, cloudName, method: inserted.method });
      }
      return inserted;
    },

    /** Waits for the starts in progress. */
    async drain(): Promise<void> {
      await Promise.all([announced.drain(), reported.drain()]);
    },
  };
}

/** Both throw when Temporal does not answer. */
export interface OperationTracker {
  /** Starts the operation's workflow; one that was started before is left alone. */
  start(operation: OperationToTrack): Promise<void>;
  /** Tells the operation's workflow that there are reports; one that is not running is started. */
  signal(operation: OperationToTrack): Promise<void>;
}

/** Where the service notes what it has sent to Temporal about operations. Times are ISO text, UTC. */
export interface OperationStartRecords {
  markStarted(key: OperationKey, startedAt: string): Promise<void>;
  /** Also marks the operation as started. */
  markSignalled(key: OperationKey, signalledAt: string): Promise<void>;
}

export interface OperationStartDependencies {
  readonly outbox: OperationStartRecords;
  readonly tracker: OperationTracker;
  readonly now: () => Date;
}

/** Starts the workflow of an operation that was announced. */
export function announcedStart({
  outbox,
  tracker,
  now,
}: OperationStartDependencies): Start<OperationToTrack> {
  return {
    async start(operation) {
      await tracker.start(operation);
      await outbox.markStarted(operation, now().toISOString());
    },
    factsOf: operationFacts,
  };
}

/** Tells an operation's workflow that there are reports, and starts it where it is not running. */
export function reportedStart({ outbox, tracker, now }: OperationStartDependencies): Start<OperationToTrack> {
  return {
    async start(operation) {
      await tracker.signal(operation);
      await outbox.markSignalled(operation, now().toISOString());
    },
    factsOf: operationFacts,
  };
}

/** The fields that name an operation in the log. */
function operationFacts({ cloudName, operationId }: OperationToTrack) {
  return { cloud_name: cloudName, operation_id: operationId };
}
