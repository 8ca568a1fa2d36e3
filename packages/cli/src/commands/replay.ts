import { createInterface } from 'node:readline/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { isRefusal, type Client } from '../client.ts';
import type { Command, Context, Given } from '../command.ts';
import { DELIVERY_FILTER, filterOf } from '../delivery-filter.ts';
import { deliveryLine } from '../delivery-words.ts';
import { EXIT, exitCodeOf, Failure, usageFailure, type ExitCode } from '../failure.ts';
import type { DeliveryShape } from '../shapes.ts';
import { shown } from '../terminal.ts';

const MAX_IDS = 1_000;
const PAGE = 500;

export const REPLAY: Command = {
  name: 'replay',
  words: '[<id>…]',
  count: [0, MAX_IDS],
  help: 'Sends deliveries again: those with these ids, or all that a filter finds.',
  options: {
    ...DELIVERY_FILTER,
    'dry-run': { type: 'boolean', help: 'say what would be sent, and send nothing' },
    yes: { type: 'boolean', short: 'y', help: 'do not ask' },
    'per-second': { type: 'string', value: '<n>', help: 'at most so many a second, 10 by default' },
  },
  async run(context, given) {
    const { client, terminal, isJson } = context;
    const meant = await deliveriesMeant(client, given);
    if (given.flag('dry-run')) {
      for (const delivery of meant) {
        if (isJson) terminal.json(delivery);
        else terminal.say(deliveryLine(terminal, delivery));
      }
      if (!isJson) terminal.say(`${counted(meant.length)} would be sent again.`);
      return EXIT.ok;
    }
    const isByFilter = given.words.length === 0;
    if (isByFilter && meant.length > 0 && !given.flag('yes')) await confirm(context, meant.length);
    const perSecond = given.number('per-second', { byDefault: 10, min: 1, max: 1_000 });
    return forEach(context, meant, {
      path: 'retry',
      perSecond,
      done: 'sent again',
      bodyOf: ({ status }) => ({ force: status === 'delivered' }),
    });
  },
};

export const CANCEL: Command = {
  name: 'cancel',
  words: '<id>…',
  count: [1, MAX_IDS],
  help: 'Cancels deliveries that are pending.',
  async run(context, given) {
    const meant = await byId(context.client(), given.words);
    return forEach(context, meant, { path: 'cancel', perSecond: 50, done: 'cancelled', bodyOf: () => ({}) });
  },
};

/** @throws Failure when it is neither ids nor a filter. */
async function deliveriesMeant(client: () => Client, given: Given): Promise<readonly DeliveryShape[]> {
  const filter = filterOf(given);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  if (given.words.length > 0) {
    if (isFiltered) throw usageFailure('replay: got ids and a filter, expected one of the two');
    return byId(client(), given.words);
  }
  if (!isFiltered)
    throw usageFailure('replay: got nothing, expected ids, or a filter such as --failed --since 2h');
  return listAll(client(), filter);
}

function byId(client: Client, ids: readonly string[]): Promise<readonly DeliveryShape[]> {
  return Promise.all(
    ids.map((id) => client.call<DeliveryShape>('GET', `/deliveries/${encodeURIComponent(id)}`)),
  );
}

/** Oldest first: they are sent in the order in which they were made. */
async function listAll(
  client: Client,
  filter: Readonly<Record<string, string | undefined>>,
): Promise<readonly DeliveryShape[]> {
  const all: DeliveryShape[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.call<{ deliveries: readonly DeliveryShape[]; next_cursor?: string }>(
      'GET',
      '/deliveries',
      { query: { ...filter, max_results: PAGE, order: 'oldest_first', next_cursor: cursor } },
    );
    all.push(...page.deliveries);
    cursor = page.next_cursor;
  } while (cursor !== undefined);
  return all;
}

/** @throws Failure when somebody says no, or nobody can be asked. */
async function confirm({ terminal, streams, stop }: Context, count: number): Promise<void> {
  if (!terminal.isInteractive)
    throw usageFailure(`replay: expected --yes to send ${counted(count)} again unasked`);
  const lines = createInterface({ input: streams.stdin, output: streams.stderr });
  const answer = await lines
    .question(`Send ${counted(count)} again? [y/N] `, { signal: stop })
    .finally(() => lines.close());
  if (!/^y(es)?$/i.test(answer.trim())) throw new Failure('Nothing was sent.');
}

interface Task {
  readonly path: 'retry' | 'cancel';
  readonly perSecond: number;
  /** What was done, for people. */
  readonly done: string;
  readonly bodyOf: (delivery: DeliveryShape) => object;
}

/** Does it to one after the other. @returns `partlyDone` when some were refused. */
async function forEach(
  { client, terminal, isJson, stop }: Context,
  deliveries: readonly DeliveryShape[],
  { path, perSecond, done, bodyOf }: Task,
): Promise<ExitCode> {
  let succeeded = 0;
  for (const [index, delivery] of deliveries.entries()) {
    if (index > 0) await pause(1000 / perSecond, undefined, { signal: stop });
    const { id } = delivery;
    try {
      const json = bodyOf(delivery);
      const answer = await client().call<object>('POST', `/deliveries/${encodeURIComponent(id)}/${path}`, {
        json,
      });
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

function counted(count: number): string {
  return count === 1 ? '1 delivery' : `${count} deliveries`;
}
