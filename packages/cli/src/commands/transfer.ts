import { isRefusal, type Client } from '../client.ts';
import type { Command } from '../command.ts';
import { EXIT, exitCodeOf, usageFailure } from '../failure.ts';
import { readJsonObject } from '../read-json.ts';
import type { TriggerShape } from '../shapes.ts';
import { shown } from '../terminal.ts';
import { listTriggers } from './triggers.ts';

/** A trigger as `export` writes it: without what only its own product environment knows. */
type Portable = Omit<TriggerShape, 'id'>;

export const EXPORT: Command = {
  name: 'export',
  help: 'Prints the triggers as JSON, for import into another product environment.',
  async run({ client, terminal }) {
    const triggers = (await listTriggers(client())).map(portable);
    terminal.say(JSON.stringify({ triggers }, undefined, 2));
    return EXIT.ok;
  },
};

function portable(trigger: TriggerShape): Portable {
  const { uri_type, uri, event_type, additive, auth_scheme, success_statuses, filter, payload_template } =
    trigger;
  return {
    uri_type,
    uri,
    event_type,
    additive,
    auth_scheme,
    success_statuses,
    ...(filter && { filter }),
    ...(payload_template && { payload_template }),
  };
}

export const IMPORT: Command = {
  name: 'import',
  words: '<file>',
  count: [1, 1],
  help: 'Makes and changes triggers as an exported file says; - reads standard input. Deletes none.',
  options: { 'dry-run': { type: 'boolean', help: 'say what would be done, and change nothing' } },
  async run({ client, terminal, isJson }, given) {
    const [file = ''] = given.words;
    const wanted = readWanted(file);
    const existing = await listTriggers(client());
    let failed = 0;
    for (const each of wanted) {
      const plan = planFor(each, existing);
      const fault =
        given.flag('dry-run') || plan.action === 'keep' ? undefined : await carryOut(client(), plan);
      if (fault !== undefined) failed += 1;
      const told = { action: plan.action, uri: each.uri, event_type: each.event_type };
      if (isJson) terminal.json({ ...told, ...(fault !== undefined && { error: fault }) });
      else {
        const mark = fault === undefined ? ' ' : terminal.paint('red', '✗');
        const why = fault === undefined ? '' : `: ${shown(fault)}`;
        terminal.say(`${mark} ${plan.action.padEnd(6)} ${shown(each.event_type)}  ${shown(each.uri)}${why}`);
      }
    }
    return exitCodeOf(wanted.length - failed, wanted.length);
  },
};

function readWanted(file: string): readonly Portable[] {
  const { triggers } = readJsonObject('import', file === '-' ? file : `@${file}`);
  const isTrigger = (each: unknown): each is Portable =>
    typeof each === 'object' && each !== null && 'uri' in each && 'event_type' in each;
  if (Array.isArray(triggers) && triggers.every(isTrigger)) return triggers;
  throw usageFailure('import: expected {"triggers": […]}, as webhooks export prints it');
}

type Plan =
  | { readonly action: 'create'; readonly json: Portable }
  | { readonly action: 'change'; readonly id: string; readonly json: object }
  | { readonly action: 'keep' };

/** A trigger is the same when URL and event type are. */
function planFor(wanted: Portable, existing: readonly TriggerShape[]): Plan {
  const same = existing.find(({ uri, event_type: type }) => uri === wanted.uri && type === wanted.event_type);
  if (!same) return { action: 'create', json: wanted };
  const { uri_type: _type, uri: _uri, event_type: _eventType, ...settings } = wanted;
  const json = { ...settings, filter: wanted.filter ?? {}, payload_template: wanted.payload_template ?? {} };
  const before = {
    ...portable(same),
    filter: same.filter ?? {},
    payload_template: same.payload_template ?? {},
  };
  const differs = Object.entries(json).some(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof typeof before]),
  );
  return differs ? { action: 'change', id: same.id, json } : { action: 'keep' };
}

/** @returns why it was refused. */
async function carryOut(
  client: Client,
  plan: Exclude<Plan, { action: 'keep' }>,
): Promise<string | undefined> {
  try {
    if (plan.action === 'create') await client.call('POST', '/triggers', { json: plan.json });
    else await client.call('PUT', `/triggers/${encodeURIComponent(plan.id)}`, { json: plan.json });
    return undefined;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return error.message;
  }
}
