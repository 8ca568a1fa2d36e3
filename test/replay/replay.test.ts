import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import type { DeliverNotificationInput } from '../../src/workflows/contract';
import { builtDeliveryHistory } from '../support/builders/built-history';
import type { ReceiverScript } from '../support/engines/fake-activities';
import { downloadedHistories, storedHistories } from '../support/builders/histories';
import { quietRuntime } from '../support/engines/quiet-runtime';
import { bundleWorkflows, workflowsInThisThread } from '../support/engines/workflow-bundle';

beforeAll(quietRuntime);

const input: DeliverNotificationInput = {
  deliveryId: 'd1',
  destinationLabel: 'hooks.example.com/cld',
  firstAttemptNumber: 1,
  retryDelaysSeconds: [180, 360, 540],
  attemptTimeoutSeconds: 20,
};

describe('histories of released versions', () => {
  it('has some to replay', () => expect(storedHistories().length).toBeGreaterThan(5));

  it.each(storedHistories().map((stored) => [stored.name, stored] as const))(
    'replays with the workflows of today: %s',
    async (_name, { history, workflowId }) => {
      await Worker.runReplayHistory(workflowsInThisThread(), history, workflowId);
    },
  );
});

it('replays each history that REPLAY_HISTORY names, of those downloaded from Temporal', async () => {
  for (const { history, workflowId } of downloadedHistories(process.env.REPLAY_HISTORY)) {
    await Worker.runReplayHistory(workflowsInThisThread(), history, workflowId);
  }
});

describe('built histories of a delivery', () => {
  let code: string;
  beforeAll(async () => {
    code = await bundleWorkflows({ interceptorModules: [require.resolve('./timer-recorder')] });
  });

  it.each<[string, ReceiverScript, number[]]>([
    ['accepts at once', ['accepts'], []],
    ['recovers on the 2nd attempt', ['refuses', 'accepts'], [180_000]],
    ['recovers on the 3rd attempt', ['refuses', 'refuses', 'accepts'], [180_000, 360_000]],
    ['never accepts', ['refuses', 'refuses', 'refuses', 'refuses'], [180_000, 360_000, 540_000]],
  ])('when the receiver %s: exactly these waits', async (_receiver, script, waitsMs) => {
    const started: number[] = [];
    const timers = {
      started: { fn: (_info: unknown, ms: number) => void started.push(ms), callDuringReplay: true },
    };
    const options = { ...workflowsInThisThread({ code }), sinks: { timers } };
    await Worker.runReplayHistory(options, builtDeliveryHistory(input, script), 'delivery/acme-media/d1');
    expect(started).toEqual(waitsMs);
  });
});

describe('a deliberately changed workflow', () => {
  let code: string;
  beforeAll(async () => {
    code = await bundleWorkflows({ workflowsPath: require.resolve('./changed-workflows') });
  });

  it.each(['withoutTimer', 'withTimerFirst', 'withOtherActivity'])(
    'fails its replay: %s',
    async (changed) => {
      const history = builtDeliveryHistory(input, ['refuses', 'accepts']);
      const renamed = JSON.parse(JSON.stringify(history).replace('deliverNotification', changed)) as unknown;
      await expect(
        Worker.runReplayHistory(workflowsInThisThread({ code }), renamed, 'delivery/acme-media/d1'),
      ).rejects.toThrow(DeterminismViolationError);
    },
  );
});
