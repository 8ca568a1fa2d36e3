import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { WorkflowHandle } from '@temporalio/client';

/** A workflow's history as JSON, with the id that a replay needs. */
export interface RecordedHistory {
  readonly workflowId: string;
  readonly history: { readonly events: readonly { readonly eventType: string }[] };
}

const FOLDER = path.resolve(__dirname, '../../replay/histories');

export async function recordHistory(handle: WorkflowHandle): Promise<RecordedHistory> {
  const history = JSON.parse(historyToJSON(await handle.fetchHistory())) as RecordedHistory['history'];
  return { workflowId: handle.workflowId, history };
}

/** Stores a history without what tells of the machine that recorded it. */
export function storeHistory(name: string, recorded: RecordedHistory): void {
  const withoutStackTraces = (key: string, value: unknown) => (key === 'stackTrace' ? undefined : value);
  const text = JSON.stringify(recorded, withoutStackTraces, 1).replace(PROCESS_AND_HOST, 'worker');
  writeFileSync(path.join(FOLDER, `${name}.json`), `${text}\n`);
}

const PROCESS_AND_HOST = /\d+@[\w.-]+/g;

/** The histories of released versions, by the name of what happens in them. */
export function storedHistories(): readonly (RecordedHistory & { readonly name: string })[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({
      name: path.basename(file, '.json'),
      ...(JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as RecordedHistory),
    }));
}

/**
 * The histories in files that `temporal workflow show --output json` or the Temporal UI has written.
 *
 * @param files their paths, separated by commas
 */
export function downloadedHistories(files = ''): readonly RecordedHistory[] {
  const names = files.split(',').filter((file) => file !== '');
  return names.map((file) => {
    const history = JSON.parse(readFileSync(file, 'utf8')) as DownloadedHistory;
    const workflowId = history.events[0]?.workflowExecutionStartedEventAttributes?.workflowId;
    if (workflowId === undefined) {
      throw new Error(`${file}: expected a history that begins with WorkflowExecutionStarted`);
    }
    return { workflowId, history };
  });
}

interface DownloadedHistory {
  readonly events: readonly {
    readonly eventType: string;
    readonly workflowExecutionStartedEventAttributes?: { readonly workflowId?: string };
  }[];
}
