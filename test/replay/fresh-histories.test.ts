/*
 * Plays every scenario on a real server and replays what it recorded.
 * With RECORD_HISTORIES=1 the histories are stored: do so for a release, never to make a replay pass.
 */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { startDevServerEnvironment } from '../support/engines/dev-server';
import { fakeActivities } from '../support/engines/fake-activities';
import { recordHistory, storeHistory } from '../support/builders/histories';
import { withWorker } from '../support/engines/time-skipping';
import { workflowsInThisThread } from '../support/engines/workflow-bundle';
import { SCENARIOS } from './scenarios';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startDevServerEnvironment();
});
afterAll(() => env.teardown());

describe('on a real server', () => {
  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    '%s: costs no more than the expected events and replays',
    async (name, scenario) => {
      const { receivers, stepsOfOperation = Infinity } = scenario;
      const activities = fakeActivities(receivers, async () => Date.now(), { stepsOfOperation });
      const handle = await withWorker(env, activities, () => scenario.play(env, activities));
      const recorded = await recordHistory(handle);
      if (process.env.RECORD_HISTORIES) storeHistory(name.replaceAll(' ', '-'), recorded);

      expect(recorded.history.events.length).toBeLessThanOrEqual(scenario.historyEvents);
      await Worker.runReplayHistory(workflowsInThisThread(), recorded.history, recorded.workflowId);
    },
  );
});
