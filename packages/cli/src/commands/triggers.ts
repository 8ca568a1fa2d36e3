import type { Client } from '../client.ts';
import type { Command, Context, Given, Options } from '../command.ts';
import { EXIT, usageFailure } from '../failure.ts';
import { readJsonObject } from '../read-json.ts';
import type { TriggerShape } from '../shapes.ts';
import { asTable, shown } from '../terminal.ts';
import { sendTest } from './send-test.ts';

const SETTINGS = {
  filter: { type: 'string', value: '<json>', help: 'JSONLogic, or @file; {} for none' },
  template: { type: 'string', value: '<json>', help: 'payload template, or @file; {} for none' },
  scheme: { type: 'string', value: '<scheme>', help: 'default, legacy_hmac or eddsa_v2' },
  success: { type: 'string', value: '<statuses>', help: '200 or 2xx' },
  additive: { type: 'boolean', help: 'told even when the call names its own URL' },
  'no-additive': { type: 'boolean', help: 'not told when the call names its own URL' },
} as const satisfies Options;

export const LIST: Command = {
  name: 'triggers list',
  help: 'Lists the triggers, oldest first.',
  options: { type: { type: 'string', value: '<type>', help: 'of this event type' } },
  async run({ client, terminal, isJson }, given) {
    const triggers = await listTriggers(client(), given.text('type'));
    if (isJson) for (const trigger of triggers) terminal.json(trigger);
    else for (const line of asTable(triggers.map(cellsOf))) terminal.say(line);
    if (!isJson && triggers.length === 0) terminal.say('No trigger: add one with webhooks triggers add.');
    return EXIT.ok;
  },
};

export async function listTriggers(client: Client, type?: string): Promise<readonly TriggerShape[]> {
  const query = { event_type: type };
  return (await client.call<{ triggers: readonly TriggerShape[] }>('GET', '/triggers', { query })).triggers;
}

function cellsOf(trigger: TriggerShape): readonly string[] {
  const extras = [
    ...(trigger.additive ? ['additive'] : []),
    ...(trigger.filter ? ['filter'] : []),
    ...(trigger.payload_template ? ['template'] : []),
    ...(trigger.auth_scheme === 'default' ? [] : [trigger.auth_scheme]),
    ...(trigger.success_statuses === '200' ? [] : [trigger.success_statuses]),
  ];
  return [shown(trigger.id), shown(trigger.event_type), shown(trigger.uri), extras.join(', ')];
}

export const ADD: Command = {
  name: 'triggers add',
  words: '<url>',
  count: [1, 1],
  help: 'Makes a trigger for a URL, or for poll://<channel>.',
  options: {
    type: { type: 'string', value: '<type>', help: 'of this event type; all by default' },
    ...SETTINGS,
  },
  async run(context, given) {
    const [uri = ''] = given.words;
    const json = {
      uri,
      event_type: given.text('type') ?? 'all',
      ...(uri.startsWith('poll://') && { uri_type: 'poll' }),
      ...settingsOf(given),
    };
    return print(context, await context.client().call<TriggerShape>('POST', '/triggers', { json }));
  },
};

export const SET: Command = {
  name: 'triggers set',
  words: '<id>',
  count: [1, 1],
  help: 'Changes a trigger.',
  options: { url: { type: 'string', value: '<url>', help: 'its new URL' }, ...SETTINGS },
  async run(context, given) {
    const url = given.text('url');
    const json = { ...(url !== undefined && { new_uri: url }), ...settingsOf(given) };
    if (Object.keys(json).length === 0)
      throw usageFailure('triggers set: got no option, expected one or more');
    return print(context, await context.client().call<TriggerShape>('PUT', pathOf(given), { json }));
  },
};

export const REMOVE: Command = {
  name: 'triggers remove',
  words: '<id>',
  count: [1, 1],
  help: 'Deletes a trigger; deliveries in progress go on.',
  async run({ client, terminal, isJson }, given) {
    const answer = await client().call<object>('DELETE', pathOf(given));
    if (isJson) terminal.json(answer);
    else terminal.say(`Deleted ${shown(given.words[0])}.`);
    return EXIT.ok;
  },
};

export const TEST: Command = {
  name: 'triggers test',
  words: '<id>',
  count: [1, 1],
  help: 'Says whether the filter of a trigger lets a sample through, and sends nothing; with --send, sends a test to its URL alone.',
  options: {
    data: {
      type: 'string',
      short: 'd',
      value: '<json>',
      help: 'a notification, or with --send a payload: JSON, @file or -',
    },
    send: { type: 'boolean', help: 'send a test notification, whatever the filter says' },
    event: { type: 'string', value: '<id>', help: 'with --send: like this event; the newest by default' },
    wait: { type: 'boolean', help: 'with --send: until the test has ended' },
    timeout: { type: 'string', value: '<seconds>', help: 'with --wait: at most so long, 60 by default' },
  },
  async run(context, given) {
    if (given.flag('send')) return sendTest(context, given, pathOf(given));
    const alone = ['event', 'wait', 'timeout'].find(
      (name) => given.flag(name) || given.text(name) !== undefined,
    );
    if (alone !== undefined) throw usageFailure(`--${alone}: expected none without --send`);
    const { client, terminal, isJson } = context;
    const data = given.text('data');
    const json = data === undefined ? {} : { sample_data: readJsonObject('--data', data) };
    interface Tested {
      readonly filter_present: boolean;
      readonly filter_result: boolean;
    }
    const answer = await client().call<Tested>('POST', `${pathOf(given)}/test`, { json });
    if (isJson) terminal.json(answer);
    else if (!answer.filter_present) terminal.say('It has no filter: it lets everything through.');
    else terminal.say(answer.filter_result ? 'The filter lets it through.' : 'The filter keeps it out.');
    return answer.filter_result ? EXIT.ok : EXIT.failed;
  },
};

function pathOf({ words: [id = ''] }: Given): string {
  return `/triggers/${encodeURIComponent(id)}`;
}

function settingsOf(given: Given): Readonly<Record<string, unknown>> {
  const filter = given.text('filter');
  const template = given.text('template');
  const scheme = given.text('scheme');
  const success = given.text('success');
  if (given.flag('additive') && given.flag('no-additive')) {
    throw usageFailure('--no-additive: expected none beside --additive');
  }
  return {
    ...(filter !== undefined && { filter: readJsonObject('--filter', filter) }),
    ...(template !== undefined && { payload_template: readJsonObject('--template', template) }),
    ...(scheme !== undefined && { auth_scheme: scheme }),
    ...(success !== undefined && { success_statuses: success }),
    ...(given.flag('additive') && { additive: true }),
    ...(given.flag('no-additive') && { additive: false }),
  };
}

function print({ terminal, isJson }: Context, trigger: TriggerShape) {
  if (isJson) terminal.json(trigger);
  else terminal.say(cellsOf(trigger).filter(Boolean).join('  '));
  return EXIT.ok;
}
