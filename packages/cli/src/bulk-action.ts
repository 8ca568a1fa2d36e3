import { setTimeout as pause } from 'node:timers/promises';
import { Unreachable, type Client } from './client.ts';
import type { Context } from './command.ts';
import { deliveryLine } from './delivery-words.ts';
import { EXIT, exitCodeOf, Failure, type ExitCode } from './failure.ts';
import type { BulkActionShape, BulkPreviewShape } from './shapes.ts';
import { shown, type Terminal } from './terminal.ts';

/** What is asked of all deliveries that a filter finds. */
export interface BulkRequest {
  readonly action: 'retry' | 'cancel';
  /** In the words of `GET /deliveries`. */
  readonly filter: Readonly<Record<string, string | undefined>>;
  /** Whether a retry is also meant for those that were delivered. */
  readonly force: boolean;
}

/** Between two looks at how far it has come. */
const LOOK_MS = 500;

/** Counts what a bulk action would do something to. Changes nothing. */
export function previewBulkAction(client: Client, request: BulkRequest): Promise<BulkPreviewShape> {
  return client.call<BulkPreviewShape>('POST', '/bulk_actions/preview', { json: request });
}

/** Says what a bulk action would do. */
export function sayPreview(terminal: Terminal, preview: BulkPreviewShape): void {
  const { by_host: hosts, by_error_code: codes, left_alone: others, sample } = preview;
  const listed = (parts: readonly (readonly [string, number])[]) =>
    parts.map(([what, count]) => `${count} ${shown(what)}`).join(', ');
  const groups = [
    ['hosts', listed(hosts.map(({ destination_host: host, count }) => [host, count]))],
    ['errors', listed(codes.map(({ error_code: code, count }) => [code, count]))],
    ['left alone', listed(Object.entries(others).filter(([, count]) => count > 0))],
  ] as const;
  for (const [name, text] of groups) if (text !== '') terminal.say(`  ${name}: ${text}`);
  if (sample.length > 0) terminal.say('  the newest:');
  for (const delivery of sample) terminal.say(`    ${deliveryLine(terminal, delivery)}`);
}

/** Starts what was previewed. @param perSecond deliveries a second, at most. */
export function startBulkAction(
  client: Client,
  request: BulkRequest,
  { preview, perSecond }: { readonly preview: BulkPreviewShape; readonly perSecond: number },
): Promise<BulkActionShape> {
  const { token, count } = preview;
  const json = { ...request, token, expected_count: count, per_second: perSecond };
  return client.call<BulkActionShape>('POST', '/bulk_actions', { json });
}

/**
 * Shows how far a bulk action has come until it ends. Whoever ends the command leaves it alone, and is told how to end it.
 *
 * @param done what is done to a delivery, for instance "sent again".
 * @returns `partlyDone` when not all were, or the command ends first.
 */
export async function followBulkAction(
  { client, terminal, isJson, stop }: Context,
  begun: BulkActionShape,
  done: string,
): Promise<ExitCode> {
  const progress = progressOf(terminal, isJson, done);
  const path = `/bulk_actions/${encodeURIComponent(begun.id)}`;
  let action = begun;
  let isAway = false;
  try {
    progress.show(action);
    while (!hasEnded(action)) {
      await pause(LOOK_MS, undefined, { signal: stop });
      const found = await look(client(), path, stop);
      if (!found && !isAway)
        terminal.warn('The service does not answer. It goes on with this when it is back.');
      isAway = !found;
      action = found ?? action;
      progress.show(action);
    }
  } catch (error) {
    if (!stop.aborted) throw error;
    progress.end();
    terminal.warn(`It goes on without this command. To end it: webhooks stop ${shown(begun.id)}`);
    return EXIT.partlyDone;
  }
  progress.end();
  if (!isJson) sayEnd(terminal, action, done);
  return exitCodeOf(action.done, action.total);
}

/** @returns `undefined` while the service does not answer. */
async function look(client: Client, path: string, signal: AbortSignal): Promise<BulkActionShape | undefined> {
  try {
    return await client.call<BulkActionShape>('GET', path, { signal });
  } catch (error) {
    if (error instanceof Unreachable) return undefined;
    throw error;
  }
}

/** Ends a bulk action after the deliveries in hand. @throws Failure when it has ended before. */
export async function stopBulkAction(client: Client, id: string): Promise<BulkActionShape> {
  return client.call<BulkActionShape>('POST', `/bulk_actions/${encodeURIComponent(id)}/cancel`, { json: {} });
}

function hasEnded({ status }: BulkActionShape): boolean {
  return status === 'completed' || status === 'cancelled';
}

/** One line that changes where somebody looks; for programs, a line of JSON for each change. */
function progressOf(terminal: Terminal, isJson: boolean, done: string) {
  let last = '';
  return {
    show(action: BulkActionShape): void {
      const text = isJson ? JSON.stringify(action) : `${action.done} of ${action.total} ${done}`;
      if (text === last) return;
      last = text;
      if (isJson) terminal.json(action);
      else terminal.progress(text);
    },
    end(): void {
      terminal.progress('');
    },
  };
}

function sayEnd(terminal: Terminal, action: BulkActionShape, done: string): void {
  const { status, total, failed, last_failure: failure, skipped } = action;
  const isAll = action.done === total;
  const mark = isAll ? terminal.paint('green', '✓') : terminal.paint('yellow', '–');
  terminal.say(`${mark} ${counted(action.done)} ${done}, of ${total}.`);
  for (const { reason, count } of skipped)
    terminal.say(`  ${count} skipped: ${SKIPPED[reason] ?? shown(reason)}`);
  if (failed > 0) terminal.warn(`  ${failed} failed, the last one: ${shown(failure)}`);
  if (status === 'cancelled') terminal.say('  Somebody stopped it before its end.');
}

const SKIPPED: Readonly<Record<string, string>> = {
  had_ended: 'they had ended before',
  changed_meanwhile: 'they had changed since they were counted',
};

/** A number of deliveries in words. */
export function counted(count: number): string {
  return count === 1 ? '1 delivery' : `${count} deliveries`;
}

/** @throws Failure for more deliveries than one bulk action takes. */
export function refuseMoreThanCounted({ count, count_is: is }: BulkPreviewShape): void {
  if (is === 'exact') return;
  throw new Failure(
    `filter: finds more than ${count} deliveries, expected at most as many: narrow it, for instance by --since`,
  );
}
