import { ApplicationFailure } from '@temporalio/common';
import { temporalLogger } from '../../src/temporal/worker';
import { DELIVER_NOTIFICATION, DELIVERY_EXHAUSTED } from '../../src/workflows/contract';
import { recordingLogger } from '../support/builders/recording-logger';

/** As it comes from a workflow's own thread. */
const cloned = (error: Error) => structuredClone(error);
const refused = cloned(
  ApplicationFailure.create({ type: DELIVERY_EXHAUSTED, message: 'hooks.example.com did not accept' }),
);

function logged(workflowType: string, error: Error) {
  const logger = recordingLogger();
  temporalLogger(logger).log('WARN', 'Workflow failed', { workflowType, error });
  return logger.lines;
}

describe('a workflow that failed', () => {
  it('is no warning when a receiver has accepted nothing', () => {
    expect(logged(DELIVER_NOTIFICATION, refused)).toMatchObject([{ level: 'debug' }]);
  });

  it.each([
    ['another workflow', 'dispatchEvent', refused],
    ['another failure of a delivery', DELIVER_NOTIFICATION, cloned(new TypeError('x is undefined'))],
  ])('is a warning: %s', (_what, workflowType, error) => {
    expect(logged(workflowType, error)).toMatchObject([{ level: 'warn', facts: { workflowType } }]);
  });

  it('is logged with its error under the name that the log knows how to print', () => {
    const error = cloned(new Error('boom'));
    expect(logged('dispatchEvent', error)).toEqual([
      { level: 'warn', message: 'Workflow failed', facts: { workflowType: 'dispatchEvent', err: error } },
    ]);
  });
});
