import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { openDatabase } from '../../src/store/database/knex';
import { deliveryWorkflowId, eventWorkflowId } from '../../src/workflows/contract';
import { processesWith } from '../support/services/all-processes';
import { startReceiver, type Answer, type Receiver } from '../support/receivers/receiver';
import { Service } from '../support/services/service';
import { waitUntil } from '../support/services/wait-until';

/* What the database believes to be under way is under way, or comes to a visible end, whatever became of its workflow. */

interface Delivery {
  readonly id: string;
  readonly uri: string;
  readonly status: string;
  readonly attempt_count: number;
  readonly next_attempt_at: string | null;
}

const MENDED_WITHIN_MS = 60_000;
const LONGER_THAN_SQLITE_WAITS_MS = 7_000;

let service: Service;
let refusing: Receiver;
let silent: Receiver;
let silence: Promise<Answer>;
let endSilence: (answer: Answer) => void;
beforeAll(async () => {
  silence = new Promise((resolve) => (endSilence = resolve));
  refusing = await startReceiver([503]);
  silent = await startReceiver(() => silence);
  service = await Service.start({
    RETRY_DELAYS_SECONDS: '3,3,3',
    ATTEMPT_TIMEOUT_SECONDS: '5',
    API_REQUESTS_PER_SECOND: '0',
  });
}, 90_000);
afterAll(async () => {
  await service.dispose();
  await refusing.close();
  endSilence(200);
  await silent.close();
}, 60_000);

async function publish(eventId: string, to: Receiver): Promise<void> {
  const event = {
    event_id: eventId,
    event_type: 'upload',
    payload: {},
    request: { notification_url: to.url },
  };
  expect((await service.call('POST', '/events', event)).status).toBe(202);
}

async function deliveriesOf(eventId: string): Promise<readonly Delivery[]> {
  const { body } = await service.call<{ deliveries: Delivery[] }>(
    'GET',
    `/deliveries?event_id=${eventId}&max_results=500`,
  );
  return body.deliveries;
}

async function onlyDelivery(eventId: string, suits: (delivery: Delivery) => boolean): Promise<Delivery> {
  return waitUntil(
    `the delivery of ${eventId}`,
    async () => (await deliveriesOf(eventId)).find(suits),
    MENDED_WITHIN_MS,
  );
}

/** A delivery that was refused once, and waits. */
async function waiting(eventId: string): Promise<Delivery> {
  await publish(eventId, refusing);
  return onlyDelivery(
    eventId,
    ({ attempt_count, next_attempt_at }) => attempt_count === 1 && next_attempt_at !== null,
  );
}

async function withTemporal<T>(body: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: `127.0.0.1:${service.temporalPort}` });
  try {
    return await body(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

const terminate = (workflowId: string) =>
  withTemporal((client) => client.workflow.getHandle(workflowId).terminate('by hand'));

async function auditOf(id: string): Promise<readonly string[]> {
  const { body } = await service.call<{ entries: { action: string; subject_id: string }[] }>(
    'GET',
    '/audit_log',
  );
  return body.entries.filter(({ subject_id }) => subject_id === id).map(({ action }) => action);
}

it('a waiting delivery whose workflow was terminated makes the attempts that are left, and no more', async () => {
  const { id } = await waiting('terminated');
  await terminate(deliveryWorkflowId('demo', id));

  await onlyDelivery('terminated', ({ status }) => status === 'failed');
  const attempts = refusing.requests.filter(({ headers }) => headers['webhook-id'] === id);
  expect(attempts.map(({ headers }) => headers['webhook-attempt'])).toEqual(['1', '2', '3', '4']);
  expect(await auditOf(id)).toEqual(['delivery.restart']);
  expect(service.printed).toContain('mended what Temporal had lost');
}, 120_000);

it('a waiting delivery whose workflow was deleted can be cancelled, once', async () => {
  const { id } = await waiting('deleted');
  await withTemporal(async ({ workflowService }) => {
    const execution = { workflowId: deliveryWorkflowId('demo', id) };
    await workflowService.deleteWorkflowExecution({ namespace: 'default', workflowExecution: execution });
    await waitUntil('it is deleted', () =>
      workflowService.describeWorkflowExecution({ namespace: 'default', execution }).then(
        () => false,
        () => true,
      ),
    );
  });
  const answer = await service.call('POST', `/deliveries/${id}/cancel`);
  expect([answer.status, answer.body]).toEqual([200, { message: 'ok', action: 'cancelled' }]);
  expect((await service.call('POST', `/deliveries/${id}/cancel`)).status).toBe(409);
  expect(await auditOf(id)).toEqual(['delivery.cancel']);
}, 120_000);

it('an event whose workflow was terminated before it was resolved is dispatched all the same', async () => {
  const accepting = await startReceiver();
  const db = await openDatabase(`sqlite:${path.join(service.dataFolder, 'webhooks.db')}`);
  try {
    // The event is stored before the lock, and resolved after it.
    await db.transaction(async (lock) => {
      await publishWhileLocked(lock);
      await waitUntil('its workflow runs', () =>
        withTemporal((client) =>
          client.workflow
            .getHandle(eventWorkflowId('demo', 'unresolved'))
            .describe()
            .then(
              () => true,
              () => false,
            ),
        ),
      );
      await terminate(eventWorkflowId('demo', 'unresolved'));
    });
    await accepting.waitForRequests(1, MENDED_WITHIN_MS);
    // The resolution under way may have been stored after the workflow's end: then the delivery is what was lost.
    const [delivery] = await deliveriesOf('unresolved');
    await waitUntil('the audit log says so', async () => {
      const mended = [...(await auditOf('unresolved')), ...(await auditOf(delivery?.id ?? ''))];
      return mended.some((action) => action === 'event.restart' || action === 'delivery.restart');
    });
  } finally {
    await db.destroy();
    await accepting.close();
  }

  async function publishWhileLocked(lock: { raw(sql: string): PromiseLike<unknown> }): Promise<void> {
    await publish('unresolved', accepting);
    await lock.raw("update events set started_at = started_at where event_id = 'unresolved'");
  }
}, 120_000);

it('deliveries to a silent receiver that are cancelled are never left pending, under way or put off', async () => {
  const ids = Array.from({ length: 16 }, (_, n) => `silent-${n}`);
  for (const id of ids) await publish(id, silent);
  await silent.waitForRequests(10, 20_000);
  const pending = await waitUntil('all are stored', async () => {
    const all = (await Promise.all(ids.map(deliveriesOf))).flat();
    return all.length === ids.length && all;
  });
  for (const { id } of pending) {
    const { status, body } = await service.call<{ action: string }>('POST', `/deliveries/${id}/cancel`);
    expect([status, body.action]).toEqual([200, 'cancelling']);
  }
  await waitUntil(
    'none is pending',
    async () =>
      (await Promise.all(ids.map(deliveriesOf))).flat().every(({ status }) => status === 'cancelled'),
    MENDED_WITHIN_MS,
  );
}, 120_000);

it('a delivery that is cancelled while its receiver accepts and the database cannot be written is delivered', async () => {
  let accept: (answer: Answer) => void = () => undefined;
  const answer = new Promise<Answer>((resolve) => (accept = resolve));
  const accepting = await startReceiver(() => answer);
  const db = await openDatabase(`sqlite:${path.join(service.dataFolder, 'webhooks.db')}`);
  try {
    await publish('locked', accepting);
    await accepting.waitForRequests(1);
    const { id } = await onlyDelivery('locked', () => true);
    await db.transaction(async (lock) => {
      await lock.raw('update events set started_at = started_at');
      accept(200);
      await withTemporal((client) => client.workflow.getHandle(deliveryWorkflowId('demo', id)).cancel());
      await pause(LONGER_THAN_SQLITE_WAITS_MS);
    });
    await onlyDelivery(
      'locked',
      ({ status, attempt_count }) => status === 'delivered' && attempt_count === 1,
    );
    expect(accepting.requests).toHaveLength(1);
  } finally {
    await db.destroy();
    await accepting.close();
  }
}, 120_000);

it('a delivery that is cancelled during an attempt is cancelled after kill -9 of the service', async () => {
  await publish('killed', silent);
  const { id } = await onlyDelivery('killed', () => true);
  expect((await service.call('POST', `/deliveries/${id}/cancel`)).status).toBe(200);
  await service.signal('SIGKILL');
  await service.run();
  await onlyDelivery('killed', ({ status }) => status === 'cancelled');
}, 120_000);

it('waiting deliveries whose Temporal server lost all its data go on at their due time', async () => {
  const ids = ['lost-1', 'lost-2', 'lost-3'];
  const all = await Promise.all(ids.map(waiting));
  for (const pid of processesWith('server start-dev', `--port ${service.temporalPort}`))
    process.kill(pid, 'SIGKILL');
  await service.signal('SIGKILL');
  for (const suffix of ['', '-wal', '-shm']) {
    rmSync(path.join(service.dataFolder, `temporal.db${suffix}`), { force: true });
  }
  await service.run();

  await Promise.all(ids.map((id) => onlyDelivery(id, ({ status }) => status === 'failed')));
  for (const { id } of all) {
    const attempts = refusing.requests.filter(({ headers }) => headers['webhook-id'] === id);
    expect(attempts.map(({ headers }) => headers['webhook-attempt'])).toEqual(['1', '2', '3', '4']);
  }
}, 180_000);
