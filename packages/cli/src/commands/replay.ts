import { createInterface } from 'node:readline/promises';
import { setTimeout as pause } from 'node:timers/promises';
import {
  counted,
  followBulkAction,
  previewBulkAction,
  refuseMoreThanCounted,
  sayPreview,
  startBulkAction,
  stopBulkAction,
  type BulkRequest,
} from '../bulk-action.ts';
import { isRefusal, type Client } from '../client.ts';
import type { Command, Context, Given, Options } from '../command.ts';
import { DELIVERY_FILTER, filterOf } from '../delivery-filter.ts';
import { deliveryLine } from '../delivery-words.ts';
import { EXIT, exitCodeOf, Failure, usageFailure, type ExitCode } from '../failure.ts';
import type { DeliveryShape } from '../shapes.ts';
import { shown } from '../terminal.ts';

const MAX_IDS = 1_000;

const OPTIONS = {
  ...DELIVERY_FILTER,
  'dry-run': { type: 'boolean', help: 'say which deliveries are meant, and change nothing' },
  yes: { type: 'boolean', short: 'y', help: 'do not ask' },
  'per-second': { type: 'string', value: '<n>', help: 'at most so many a second, up to 100; 10 by default' },
} as const satisfies Options;

const PER_SECOND = { byDefault: 10, min: 1, max: 100 };

/** What a command does to each delivery. */
interface Task {
  readonly name: 'replay' | 'cancel';
  readonly action: BulkRequest['action'];
  /** What was done, for people. */
  readonly done: string;
  /** What is asked first. */
  readonly question: (deliveries: string) => string;
  readonly example: string;
}

const REPLAYING: Task = {
  name: 'replay',
  action: 'retry',
  done: 'sent again',
  question: (deliveries) => `Send ${deliveries} again?`,
  example: '--failed --since 2h',
};
const CANCELLING: Task = {
  name: 'cancel',
  action: 'cancel',
  done: 'cancelled',
  question: (deliveries) => `Cancel ${deliveries}?`,
  example: '--host hooks.example.com',
};

export const REPLAY: Command = {
  name: 'replay',
  words: '[<id>…]',
  count: [0, MAX_IDS],
  help: 'Sends deliveries again: those with these ids, or all that a filter finds. A filter finds those that were delivered only with --status delivered.',
  options: OPTIONS,
  run: (context, given) => run(context, given, REPLAYING),
};

export const CANCEL: Command = {
  name: 'cancel',
  words: '[<id>…]',
  count: [0, MAX_IDS],
  help: 'Cancels pending deliveries: those with these ids, or all that a filter finds.',
  options: OPTIONS,
  run: (context, given) => run(context, given, CANCELLING),
};

export const STOP: Command = {
  name: 'stop',
  words: '<id>',
  count: [1, 1],
  help: 'Stops a replay or a cancellation by filter: what it has done stays done.',
  async run({ client, terminal, isJson }, { words: [id = ''] }) {
    const action = await stopBulkAction(client(), id);
    if (isJson) terminal.json(action);
    else terminal.say(`Stopped. ${action.done} of ${action.total} were done so far.`);
    return EXIT.ok;
  },
};

/** @throws Failure when it is neither ids nor a filter. */
async function run(context: Context, given: Given, task: Task): Promise<ExitCode> {
  const filter = filterOf(given);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const perSecond = given.number('per-second', PER_SECOND);
  if (given.words.length > 0) {
    if (isFiltered) throw usageFailure(`${task.name}: got ids and a filter, expected one of the two`);
    return runForIds(context, given, { ...task, perSecond });
  }
  if (!isFiltered) {
    throw usageFailure(`${task.name}: got nothing, expected ids, or a filter such as ${task.example}`);
  }
  return runForFilter(context, given, { ...task, filter, perSecond });
}

type Paced = Task & { readonly perSecond: number };

async function runForFilter(
  context: Context,
  given: Given,
  task: Paced & Pick<BulkRequest, 'filter'>,
): Promise<ExitCode> {
  const { client, terminal, isJson } = context;
  const { action, filter, done, perSecond } = task;
  const request = { action, filter, force: action === 'retry' && filter.status === 'delivered' };
  const preview = await previewBulkAction(client(), request);
  const { count } = preview;
  if (given.flag('dry-run') || count === 0) {
    if (isJson) terminal.json(preview);
    else {
      terminal.say(`${counted(count)} would be ${done}.`);
      sayPreview(terminal, preview);
    }
    return EXIT.ok;
  }
  refuseMoreThanCounted(preview);
  if (!given.flag('yes')) await confirm(context, task, count);
  return followBulkAction(context, await startBulkAction(client(), request, { preview, perSecond }), done);
}

/** @throws Failure when somebody says no, or nobody can be asked. */
async function confirm(
  { terminal, streams, stop }: Context,
  { name, question }: Task,
  count: number,
): Promise<void> {
  if (!terminal.isInteractive) {
    throw usageFailure(`${name}: expected --yes to do so for ${counted(count)} unasked`);
  }
  const lines = createInterface({ input: streams.stdin, output: streams.stderr });
  const answer = await lines
    .question(`${question(counted(count))} [y/N] `, { signal: stop })
    .finally(() => lines.close());
  if (!/^y(es)?$/i.test(answer.trim())) throw new Failure('Nothing was changed.');
}

/** Does it to one after the other. @returns `partlyDone` when some were refused. */
async function runForIds(
  { client, terminal, isJson, stop }: Context,
  given: Given,
  { action, perSecond, done }: Paced,
): Promise<ExitCode> {
  const deliveries = await byId(client(), given.words);
  if (given.flag('dry-run')) {
    for (const delivery of deliveries) {
      if (isJson) terminal.json(delivery);
      else terminal.say(deliveryLine(terminal, delivery));
    }
    if (!isJson) terminal.say(`${counted(deliveries.length)} would be ${done}.`);
    return EXIT.ok;
  }
  let succeeded = 0;
  for (const [index, { id, status }] of deliveries.entries()) {
    if (index > 0) await pause(1000 / perSecond, undefined, { signal: stop });
    try {
      const json = action === 'retry' ? { force: status === 'delivered' } : {};
      const path = `/deliveries/${encodeURIComponent(id)}/${action}`;
      const answer = await client().call<object>('POST', path, { json });
      succeeded += 1;
      if (isJson) terminal.json({ id, ...answer });
      else terminal.say(`${terminal.paint('green', '✓')} ${shown(id)} ${done}`);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (isJson) terminal.json({ id, error: error.message });
      else terminal.warn(`${terminal.paint('red', '✗')} ${shown(id)}: ${shown(error.message)}`);
    }
  }
  if (!isJson) terminal.say(`${counted(succeeded)} ${done}, of ${deliveries.length}.`);
  return exitCodeOf(succeeded, deliveries.length);
}

function byId(client: Client, ids: readonly string[]): Promise<readonly DeliveryShape[]> {
  return Promise.all(
    ids.map((id) => client.call<DeliveryShape>('GET', `/deliveries/${encodeURIComponent(id)}`)),
  );
}
