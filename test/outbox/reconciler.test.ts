import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Delivery } from '../../src/domain/deliveries/delivery';
import { createBelievedKinds } from '../../src/outbox/believed-kinds';
import { createReconciler, type BelievedKind } from '../../src/outbox/reconciler';
import type { Repeated } from '../../src/outbox/repeat';
import { createBulkActionRunner } from '../../src/temporal/bulk-action-runner';
import { createDeliveryControl } from '../../src/temporal/delivery-control';
import { createOperationTracker } from '../../src/temporal/operation-tracker';
import { createWorkflowStarter } from '../../src/temporal/workflow-starter';
import {
  bulkActionWorkflowId,
  deliveryWorkflowId,
  eventWorkflowId,
  operationWorkflowId,
  type DeliverNotificationInput,
  type DispatchEventInput,
} from '../../src/workflows/contract';
import { aBulkAction } from '../support/builders/a-bulk-action';
import { aNewDelivery } from '../support/builders/a-delivery';
import { BY } from '../support/builders/an-audit-entry';
import { anEvent } from '../support/builders/an-event';
import { anOperationRecord } from '../support/builders/an-operation';
import { databases } from '../support/databases/databases';
import { startDevServerEnvironment } from '../support/engines/dev-server';
import { recordingLogger } from '../support/builders/recording-logger';
import { waitUntil } from '../support/services/wait-until';
import { useStores } from '../support/databases/use-stores';

/* Real stores and a real Temporal server, but no worker: nothing happens to a workflow but what a test does to it. */

const LONG_AGO = '2026-01-01T00:00:00.000Z';
const FAR_AWAY = '2100-01-01T00:00:00.000Z';
const settings = { retryDelaysSeconds: [180, 360, 540], attemptTimeoutSeconds: 20 };

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startDevServerEnvironment();
}, 60_000);
afterAll(() => env.teardown());

describe.each(databases)('the reconciler on $name', ({ open, name }) => {
  const stores = useStores(open);
  /** Of its own for each test: workflows of others are not in its database. */
  let cloudName: string;
  let tests = 0;
  beforeEach(async () => {
    cloudName = `cloud-${name.toLowerCase()}-${++tests}`;
    await stores.db('product_environments').where({ id: 'env1' }).update({ cloud_name: cloudName });
  });

  const options = () => ({ workflows: env.client.workflow, taskQueue: 'nobody-listens', delivery: settings });
  const now = () => new Date();
  const starter = () => createWorkflowStarter({ ...options(), startEagerly: false });
  const control = () => createDeliveryControl({ ...options(), namespace: 'default', uiUrl: undefined });
  const runner = () => createBulkActionRunner({ ...options(), namespace: 'default', uiUrl: undefined });
  const tracker = () => createOperationTracker({ ...options(), deadlineSeconds: 60, now });

  /** One round over everything. */
  async function reconcile() {
    const counted: string[] = [];
    const logger = recordingLogger();
    let askedAlone = 0;
    let reconciler: Repeated | undefined;
    const { stateOf, ...deliveryRuns } = control().runs;
    const kinds = createBelievedKinds({
      believed: stores.believedUnderWay,
      events: starter().runs,
      deliveries: {
        ...deliveryRuns,
        stateOf: (delivery) => {
          askedAlone += 1;
          return stateOf(delivery);
        },
      },
      operations: tracker().runs,
      bulkActions: runner().runs,
      settle: stores.deliveries.settle,
      auditLog: stores.auditLog,
      retryDelaysSeconds: settings.retryDelaysSeconds,
      operationDeadlineSeconds: 60,
      now,
    });
    await new Promise<void>((resolve) => {
      /** Comes after all the others. */
      const last: BelievedKind = { name: 'end', minAgeMs: 0, list: async () => (resolve(), []) };
      const count = (action: string) => counted.push(action);
      reconciler = createReconciler([...kinds, last], { logger, now, count });
      reconciler.start();
    });
    await reconciler?.stop();
    return { counted, logged: logger.lines.map(({ message }) => message), askedAlone };
  }

  const audited = async () =>
    (await stores.auditLog.list({ environmentId: 'env1' }, { limit: 100 })).map(
      ({ action, subjectId, by }) => [action, subjectId, by.kind],
    );
  const run = (workflowId: string) => env.client.workflow.getHandle(workflowId);
  const statusOf = async (workflowId: string) => (await run(workflowId).describe()).status.name;

  async function inputOf(workflowId: string): Promise<unknown> {
    const history = await run(workflowId).fetchHistory();
    const [payload] = history.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    return JSON.parse(Buffer.from(payload?.data ?? []).toString());
  }

  const countRunning = async () => {
    const query = `CloudName = "${cloudName}" AND WorkflowType = "deliverNotification" AND ExecutionStatus = "Running"`;
    return (await env.client.workflow.count(query)).count;
  };

  /** By hand, and until Temporal's list says so too. */
  async function terminate(workflowId: string): Promise<void> {
    await run(workflowId).terminate();
    const query = `WorkflowId = "${workflowId}" AND ExecutionStatus = "Terminated"`;
    await waitUntil('Temporal lists it', async () => (await env.client.workflow.count(query)).count > 0);
  }

  async function storeEvent(eventId: string): Promise<void> {
    await stores.events.insert(anEvent({ environmentId: 'env1', eventId, receivedAt: LONG_AGO }), 'hash');
  }

  /** Pending since long ago; with its workflow, unless it is lost. */
  async function storeDelivery(
    id: string,
    { nextAttemptAt = LONG_AGO, hasRun = true, isTest = false } = {},
  ): Promise<Delivery> {
    await storeEvent(`event-of-${id}`);
    await stores.events.recordResolution({
      environmentId: 'env1',
      eventId: `event-of-${id}`,
      eventType: 'upload',
      resolvedAt: LONG_AGO,
      verdicts: [],
      deliveries: [{ ...aNewDelivery(), id, isTest }],
    });
    await stores.deliveries.recordAttempt(
      {
        deliveryId: id,
        attemptNumber: 1,
        startedAt: LONG_AGO,
        requestHeaders: {},
        outcome: {
          kind: 'rejected',
          errorCode: 'http_status',
          errorMessage: 'answered 503',
          httpStatus: 503,
          responseExcerpt: '',
          durationMs: 1,
        },
      },
      { status: 'pending', nextAttemptAt },
    );
    const delivery = (await stores.deliveries.find(id)) as Delivery;
    if (hasRun) await control().runs.restart({ ...delivery, status: 'pending', cloudName });
    return delivery;
  }

  it('leaves alone what is under way', async () => {
    await storeEvent('e1');
    await starter().startDispatch({ environmentId: 'env1', cloudName, eventId: 'e1', eventType: 'upload' });
    await stores.events.markStarted('env1', 'e1', LONG_AGO);
    await storeDelivery('d1');
    expect(await reconcile()).toMatchObject({ counted: [], logged: [] });
    expect(await audited()).toEqual([]);
  });

  it('finds those that are under way by a query, and asks alone for the others only', async () => {
    const ids = Array.from({ length: 60 }, (_, n) => `d${n}`);
    await Promise.all(ids.map((id) => storeDelivery(id)));
    await waitUntil('Temporal lists them', async () => (await countRunning()) === ids.length);
    expect(await reconcile()).toEqual({ counted: [], logged: [], askedAlone: 0 });
    await terminate(deliveryWorkflowId(cloudName, 'd7'));
    expect(await reconcile()).toMatchObject({ counted: ['delivery.restart'], askedAlone: 1 });
  });

  it('leaves alone a delivery without a workflow of its own while its event’s workflow is at work', async () => {
    await storeDelivery('d1', { hasRun: false });
    const event = { environmentId: 'env1', cloudName, eventId: 'event-of-d1', eventType: 'upload' };
    await starter().startDispatch(event);
    expect((await reconcile()).counted).toEqual([]);
    await run(eventWorkflowId(cloudName, 'event-of-d1')).terminate();
    expect((await reconcile()).counted).toEqual(['delivery.restart']);
  });

  it('leaves alone what has not been due', async () => {
    await storeDelivery('d1', { nextAttemptAt: FAR_AWAY, hasRun: false });
    expect((await reconcile()).counted).toEqual([]);
  });

  it.each(['terminated', 'lost'] as const)(
    'starts the workflow of an unresolved event anew when it was %s',
    async (what) => {
      await storeEvent('e1');
      const workflowId = eventWorkflowId(cloudName, 'e1');
      if (what === 'terminated') {
        await starter().startDispatch({
          environmentId: 'env1',
          cloudName,
          eventId: 'e1',
          eventType: 'upload',
        });
        await terminate(workflowId);
      }
      await stores.events.markStarted('env1', 'e1', LONG_AGO);

      const { counted, logged } = await reconcile();
      expect(await statusOf(workflowId)).toBe('RUNNING');
      expect(counted).toEqual(['event.restart']);
      expect(logged).toEqual(['mended what Temporal had lost']);
      expect(await audited()).toEqual([['event.restart', 'e1', 'service']]);
      expect((await reconcile()).counted).toEqual([]);
    },
  );

  it.each(['terminated', 'lost'] as const)(
    'gives a delivery whose workflow was %s a run that goes on with its schedule',
    async (what) => {
      await storeDelivery('d1', { hasRun: what === 'terminated' });
      const workflowId = deliveryWorkflowId(cloudName, 'd1');
      if (what === 'terminated') await terminate(workflowId);

      expect((await reconcile()).counted).toEqual(['delivery.restart']);
      const input = (await inputOf(workflowId)) as DeliverNotificationInput;
      expect(input).toMatchObject({ deliveryId: 'd1', firstAttemptNumber: 1, attemptsMade: 1, ...settings });
      expect(await audited()).toEqual([['delivery.restart', 'd1', 'service']]);
    },
  );

  it('starts the workflow of a test anew with one attempt', async () => {
    const test = anEvent({ eventId: 'e1', receivedAt: LONG_AGO, testTriggerId: 'trg1' });
    await stores.events.insert(test, 'hash');
    await stores.events.markStarted('env1', 'e1', LONG_AGO);
    expect((await reconcile()).counted).toEqual(['event.restart']);
    const { delivery } = (await inputOf(eventWorkflowId(cloudName, 'e1'))) as DispatchEventInput;
    expect(delivery).toEqual({ ...settings, retryDelaysSeconds: [] });
  });

  it('ends a test whose run was lost after its one attempt, and makes no second one', async () => {
    await storeDelivery('d1', { hasRun: false, isTest: true });
    expect((await reconcile()).counted).toEqual(['delivery.settle']);
    expect(await stores.deliveries.find('d1')).toMatchObject({ status: 'failed', attemptCount: 1 });
  });

  it('ends a delivery whose workflow was to be cancelled and was terminated before it could record that', async () => {
    await storeDelivery('d1');
    const workflowId = deliveryWorkflowId(cloudName, 'd1');
    await run(workflowId).cancel();
    await terminate(workflowId);
    expect((await reconcile()).counted).toEqual(['delivery.settle']);
    expect(await stores.deliveries.find('d1')).toMatchObject({
      status: 'cancelled',
      nextAttemptAt: undefined,
      note: 'its workflow was terminated without a record of it',
    });
    expect(await audited()).toEqual([['delivery.settle', 'd1', 'service']]);
  });

  it('takes no run for that of a delivery that was made long after it: its event was deleted for its age, and sent again', async () => {
    await storeDelivery('d1');
    const workflowId = deliveryWorkflowId(cloudName, 'd1');
    await run(workflowId).cancel();
    await terminate(workflowId);
    await stores.db('deliveries').update({ created_at: FAR_AWAY });
    expect((await reconcile()).counted).toEqual(['delivery.restart']);
    expect(await statusOf(workflowId)).toBe('RUNNING');
    expect((await stores.deliveries.find('d1'))?.status).toBe('pending');
  });

  it('goes over more than one step', async () => {
    const ids = Array.from({ length: 60 }, (_, n) => `d${n}`);
    await Promise.all(ids.map((id) => storeDelivery(id, { hasRun: false })));
    expect((await reconcile()).counted).toHaveLength(ids.length);
    expect(await statusOf(deliveryWorkflowId(cloudName, 'd59'))).toBe('RUNNING');
  });

  it('tracks an operation on whose workflow was terminated, once its deadline has passed', async () => {
    await stores.operations.insert(anOperationRecord({ operationId: 'o1', createdAt: LONG_AGO }), 'hash');
    await stores.operationOutbox.markStarted({ environmentId: 'env1', operationId: 'o1' }, LONG_AGO);
    expect((await reconcile()).counted).toEqual(['operation.restart']);
    expect(await statusOf(operationWorkflowId(cloudName, 'o1'))).toBe('RUNNING');
  });

  it.each(['terminated', 'lost'] as const)(
    'starts the workflow of a bulk action anew when it was %s, and leaves one alone that has ended',
    async (what) => {
      const facts = { environmentId: 'env1', createdAt: LONG_AGO };
      await stores.bulkActions.insert(aBulkAction({ ...facts, id: 'b1' }), { facts: {}, by: BY });
      await stores.bulkActions.insert(aBulkAction({ ...facts, id: 'ended' }), { facts: {}, by: BY });
      await stores.bulkActions.take('ended', { at: LONG_AGO, isCancelled: true });
      const workflowId = bulkActionWorkflowId(cloudName, 'b1');
      if (what === 'terminated') {
        await runner().start({ environmentId: 'env1', cloudName, bulkActionId: 'b1' });
        await terminate(workflowId);
      }
      await stores.bulkActions.markStarted('b1', LONG_AGO);

      expect((await reconcile()).counted).toEqual(['bulk_action.restart']);
      expect(await statusOf(workflowId)).toBe('RUNNING');
      expect((await audited())[0]).toEqual(['bulk_action.restart', 'b1', 'service']);
      expect((await reconcile()).counted).toEqual([]);
    },
  );
});
