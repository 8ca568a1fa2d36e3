import type {
  OperationKey,
  OperationRecord,
  InsertedReport,
  NewReport,
  OperationReport,
  RefusedReport,
} from '../domain/operations/operation';
import type { PostedContent } from '../domain/events/event';
import type { Logger } from '../logger';
import {
  createBackgroundStarts,
  announcedStart,
  reportedStart,
  type OperationStartDependencies,
} from './background-starts';
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
