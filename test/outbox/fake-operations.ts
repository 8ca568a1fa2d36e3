import type { OperationToTrack, OperationKey, OperationRecord } from '../../src/domain/operations/operation';
import type { OperationTracker } from '../../src/outbox/operation-intake';
import type { OperationStore } from '../../src/outbox/operation-intake';
import type { OperationOutbox } from '../../src/outbox/sweeper';

interface StoredReport extends OperationKey {
  readonly contentHash: string;
  readonly receivedAt: string;
  signalledAt?: string;
}

/** Operations and reports in memory, all of method `upload`. */
export function fakeOperationStore() {
  const operations = new Map<string, { record: OperationRecord; contentHash: string; startedAt?: string }>();
  const reports: StoredReport[] = [];
  const applied = new Set<string>();
  const toTrack = ({ environmentId, operationId }: OperationKey): OperationToTrack => ({
    environmentId,
    operationId,
    cloudName: 'acme-media',
    method: 'upload',
  });

  const store: OperationStore = {
    async insert(record, contentHash, formerHash) {
      const earlier = operations.get(record.operationId);
      if (earlier) {
        const isSame = [contentHash, formerHash()].includes(earlier.contentHash);
        return { earlier: earlier.record, isSame };
      }
      operations.set(record.operationId, { record, contentHash });
      return 'inserted';
    },
    async insertReport({ environmentId, operationId, contentHash, receivedAt }) {
      if (!operations.has(operationId)) return undefined;
      const isDuplicate = reports.some((each) => each.contentHash === contentHash);
      if (!isDuplicate) reports.push({ environmentId, operationId, contentHash, receivedAt });
      return { method: 'upload', isDuplicate, isApplied: applied.has(operationId) };
    },
  };
  const outbox: OperationOutbox = {
    async listUnstarted(createdBefore, limit) {
      return [...operations.values()]
        .filter(({ record, startedAt }) => startedAt === undefined && record.createdAt < createdBefore)
        .slice(0, limit)
        .map(({ record }) => toTrack(record));
    },
    async markStarted({ operationId }, startedAt) {
      const operation = operations.get(operationId);
      if (operation) operation.startedAt = startedAt;
    },
    async listUnsignalled({ receivedBefore, signalledBefore }, limit) {
      return reports
        .filter(({ operationId }) => !applied.has(operationId))
        .filter(({ receivedAt }) => receivedAt < receivedBefore)
        .filter(({ signalledAt }) => signalledAt === undefined || signalledAt < signalledBefore)
        .slice(0, limit)
        .map(toTrack);
    },
    async markSignalled({ operationId }, signalledAt) {
      for (const each of reports) if (each.operationId === operationId) each.signalledAt = signalledAt;
      await outbox.markStarted({ environmentId: '', operationId }, signalledAt);
    },
  };
  const isStarted = (operationId: string) => operations.get(operationId)?.startedAt !== undefined;
  const isSignalled = (operationId: string) =>
    reports.some((each) => each.operationId === operationId && each.signalledAt !== undefined);
  return { store, outbox, applied, isStarted, isSignalled };
}

/** A tracker of operations that can be down. */
export function fakeTracker(): OperationTracker & { isDown: boolean; readonly calls: string[] } {
  const calls: string[] = [];
  return {
    isDown: false,
    calls,
    async start({ operationId }) {
      if (this.isDown) throw new Error('14 UNAVAILABLE');
      calls.push(`start ${operationId}`);
    },
    async signal({ operationId }) {
      if (this.isDown) throw new Error('14 UNAVAILABLE');
      calls.push(`signal ${operationId}`);
    },
  };
}
