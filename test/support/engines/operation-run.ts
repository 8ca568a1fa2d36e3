import type { TestWorkflowEnvironment } from '@temporalio/testing';
import {
  advanceOperation,
  type AdvanceOperationInput,
  type AdvanceOperationResult,
} from '../../../src/activities/advance-operation';
import { explicitUrl } from '../../../src/domain/events/match-triggers';
import type {
  OperationRequest,
  InsertedReport,
  OperationReport,
  Overdue,
  RefusedReport,
} from '../../../src/domain/operations/operation';
import { createOperationIntake } from '../../../src/outbox/operation-intake';
import { createEventStore } from '../../../src/store/events/event-store';
import { createOperationStore, createOperationOutbox } from '../../../src/store/operations/operation-store';
import { createOperationTracker } from '../../../src/temporal/operation-tracker';
import { operationWorkflowId, type TrackOperationResult } from '../../../src/workflows/contract';
import { anOperationRecord } from '../builders/an-operation';
import { sqlite, type OpenDatabase } from '../databases/databases';
import { fakeActivities } from './fake-activities';
import { recordingLogger } from '../builders/recording-logger';
import { TASK_QUEUE, withWorker } from './time-skipping';
import { waitUntil } from '../services/wait-until';
import { plant } from '../databases/plant';
import { anEnvironment } from '../builders/an-environment';

const DEADLINE_SECONDS = 3_600;
/** A workflow task may take 10 s; its worker reports after 80 % of that. */
const WORKFLOW_TASK_HEARTBEAT_MS = 9_000;
const CLOUD_NAME = 'cloud-of-env1';

/** One step of the workflow: which deadline had passed, and when, in virtual minutes after the announcement. */
interface Step {
  readonly overdue: Overdue | undefined;
  readonly minute: number;
}

/** Operations with everything real but the clock: intake, store on SQLite, tracker, workflow and activity. */
export class OperationRun {
  readonly steps: Step[] = [];
  readonly offered: string[] = [];
  /** Runs as the activity's beginning. */
  beforeStep: (step: number) => void = () => undefined;
  /** Runs as the activity's end, when the step is stored. */
  afterStep: (step: number) => Promise<void> = () => Promise.resolve();
  private startMs = 0;

  private readonly store: ReturnType<typeof createOperationStore>;
  private readonly intake: ReturnType<typeof createOperationIntake>;

  private constructor(
    private readonly env: TestWorkflowEnvironment,
    private readonly opened: OpenDatabase,
    readonly operationId: string,
  ) {
    this.store = createOperationStore(opened.db);
    this.intake = createOperationIntake({
      store: this.store,
      outbox: createOperationOutbox(opened.db),
      tracker: createOperationTracker({
        workflows: env.client.workflow,
        taskQueue: TASK_QUEUE,
        deadlineSeconds: DEADLINE_SECONDS,
        now: () => new Date(),
      }),
      logger: recordingLogger(),
      now: () => new Date(),
    });
  }

  /** Runs `body` while a worker serves the workflow. */
  static async play(
    env: TestWorkflowEnvironment,
    operationId: string,
    body: (run: OperationRun) => Promise<void>,
  ): Promise<void> {
    const opened = await sqlite.open();
    try {
      await plant(opened.db, { environments: [anEnvironment({ cloudName: CLOUD_NAME })] });
      const run = new OperationRun(env, opened, operationId);
      const fakes = fakeActivities({}, () => env.currentTimeMs());
      const activities = { ...fakes, advanceOperation: (input: AdvanceOperationInput) => run.advance(input) };
      await withWorker(env, activities, () => body(run));
    } finally {
      await opened.close();
    }
  }

  private get key() {
    return { environmentId: 'env1', operationId: this.operationId };
  }

  async announce(request: OperationRequest): Promise<void> {
    this.startMs = await this.env.currentTimeMs();
    const { operationId } = this;
    const content = { meaning: request, asPosted: request };
    await this.intake.announce(anOperationRecord({ operationId, request }), CLOUD_NAME, content);
    await this.intake.drain();
  }

  /** As if the process had died, or Temporal had not answered, before the workflow was started. */
  async announceOnly(request: OperationRequest): Promise<void> {
    const { operationId } = this;
    await this.store.insert(anOperationRecord({ operationId, request }), 'hash');
  }

  /** Returns when the report is applied. */
  async report(report: OperationReport): Promise<InsertedReport | RefusedReport> {
    const inserted = await this.send(report);
    await waitUntil('the report is applied', async () =>
      (await this.store.listReports(this.key)).every(({ appliedAt }) => appliedAt !== undefined),
    );
    return inserted;
  }

  /** Returns when the workflow is signalled. */
  async send(report: OperationReport): Promise<InsertedReport | RefusedReport> {
    const inserted = await this.intake.report(this.key, CLOUD_NAME, report);
    await this.intake.drain();
    if (!inserted) throw new Error('the operation was not announced');
    return inserted;
  }

  /** Each event: its type, its explicit URL, and whether triggers see it. */
  async events(): Promise<readonly (readonly [string, string | undefined, boolean])[]> {
    const events = createEventStore(this.opened.db);
    const ids = await this.opened.db('events').orderBy('event_id', 'desc').pluck<string[]>('event_id');
    const found = await Promise.all(ids.map((id) => events.find('env1', id)));
    return found.flatMap((event) =>
      event
        ? [[event.eventType, explicitUrl(event.eventType, event.request), event.triggersSeeIt] as const]
        : [],
    );
  }

  async payloadOf(eventType: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    const events = createEventStore(this.opened.db);
    return (await events.find('env1', `${this.operationId}.${eventType}`))?.payload;
  }

  async answer() {
    return (await this.store.findAnswer(this.key))?.response;
  }

  async countUnapplied(): Promise<number> {
    return (await this.store.listReports(this.key)).filter((each) => each.appliedAt === undefined).length;
  }

  /** Waits for the workflow's end, skipping time. */
  result(): Promise<TrackOperationResult> {
    return this.handle.result() as Promise<TrackOperationResult>;
  }

  get handle() {
    return this.env.client.workflow.getHandle(operationWorkflowId(CLOUD_NAME, this.operationId));
  }

  /** A local activity this long makes its worker report to the server, which hands over the signals that have come. */
  laterThanHeartbeat(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, WORKFLOW_TASK_HEARTBEAT_MS));
  }

  private async advance(input: AdvanceOperationInput): Promise<AdvanceOperationResult> {
    const nowMs = await this.env.currentTimeMs();
    this.steps.push({ overdue: input.overdue, minute: Math.round((nowMs - this.startMs) / 60_000) });
    const step = this.steps.length;
    this.beforeStep(step);
    const result = await advanceOperation(
      {
        operations: this.store,
        dispatches: { offer: ({ eventId }) => void this.offered.push(eventId) },
        now: () => new Date(nowMs),
      },
      input,
    );
    await this.afterStep(step);
    return result;
  }
}
