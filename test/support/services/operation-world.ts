import type { OperationAnswers, OperationPorts } from '../../../src/api/operations/ports';
import type { OperationReport, Contradiction, StoredReport } from '../../../src/domain/operations/report';
import type { OperationKey, StoredOperation } from '../../../src/domain/operations/operation';

/** Operations in memory; tests fill it before a request and read it after. */
export class OperationWorld {
  stored: StoredOperation[] = [];
  reports: StoredReport[] = [];
  announced: { record: StoredOperation; cloudName: string; content: unknown }[] = [];
  reported: { operationId: string; cloudName: string; report: OperationReport }[] = [];
  /** What `announce` finds under the id. */
  earlier: { record: StoredOperation; isSame: boolean } | undefined;
  reportAnswer: { isDuplicate: boolean } | { contradictions: readonly Contradiction[] } = {
    isDuplicate: false,
  };
  waits: Parameters<OperationAnswers['wait']>[1][] = [];

  dependencies(): Pick<OperationPorts, 'operationIntake' | 'operations' | 'operationAnswers'> {
    return {
      operationIntake: {
        announce: async (record, cloudName, content) => {
          if (this.earlier) {
            const outcome = this.earlier.isSame ? 'duplicate' : 'conflict';
            return { outcome, record: this.earlier.record };
          }
          const page = { ...record, updatedAt: record.createdAt, endedAt: undefined };
          this.announced.push({ record: page, cloudName, content });
          return { outcome: 'accepted', record };
        },
        report: async (key, cloudName, report) => {
          if (!this.find(key)) return undefined;
          this.reported.push({ operationId: key.operationId, cloudName, report });
          return this.reportAnswer;
        },
      },
      operations: {
        find: async (key) => this.find(key),
        listReports: async () => this.reports,
      },
      operationAnswers: {
        wait: async (key, until) => {
          this.waits.push(until);
          return this.find(key);
        },
      },
    };
  }

  private find({ environmentId, operationId }: OperationKey): StoredOperation | undefined {
    return this.stored.find(
      (each) => each.environmentId === environmentId && each.operationId === operationId,
    );
  }
}
