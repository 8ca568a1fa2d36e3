import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { SEARCH_ATTRIBUTES } from '../../../src/workflows/contract';
import { devServerCli } from './engines';
import { patiently } from './patiently';
import { quietRuntime } from './quiet-runtime';

/** A real Temporal server, in memory, in real time. */
export function startDevServerEnvironment(): Promise<TestWorkflowEnvironment> {
  quietRuntime();
  return patiently(() =>
    TestWorkflowEnvironment.createLocal({
      server: {
        executable: { type: 'existing-path', path: devServerCli() },
        searchAttributes: Object.values(SEARCH_ATTRIBUTES).map((name) =>
          defineSearchAttributeKey(name, SearchAttributeType.KEYWORD),
        ),
      },
    }),
  );
}
