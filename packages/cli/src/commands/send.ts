import type { Client } from '../client.ts';
import type { Command } from '../command.ts';
import { deliveryLine } from '../delivery-words.ts';
import { EXIT, usageFailure } from '../failure.ts';
import { readJsonObject } from '../read-json.ts';
import { samplePayload } from '../sample-payload.ts';
import { shown } from '../terminal.ts';
import { untilEnded } from '../until-ended.ts';

export const SEND: Command = {
  name: 'send',
  words: '<type>',
  count: [1, 1],
  help: 'Publishes an event, as the platform would.',
  options: {
    data: {
      type: 'string',
      short: 'd',
      value: '<json>',
      help: 'its payload: JSON, @file, or - for standard input',
    },
    sample: { type: 'boolean', help: 'with a sample payload of the type' },
    to: { type: 'string', value: '<url>', help: 'also to this URL, as the notification_url of a call' },
    id: { type: 'string', value: '<id>', help: 'its event_id; made when not given' },
    wait: { type: 'boolean', help: 'until each of its deliveries has ended' },
    timeout: { type: 'string', value: '<seconds>', help: 'with --wait: at most so long, 60 by default' },
  },
  async run({ client, terminal, isJson, stop }, given) {
    const [type = ''] = given.words;
    const data = given.text('data');
    if ((data === undefined) === !given.flag('sample')) {
      throw usageFailure('send: expected either --data or --sample');
    }
    const seconds = given.number('timeout', { byDefault: 60, min: 1, max: 86_400 });
    const to = given.text('to');
    const id = given.text('id');
    const payload = data === undefined ? await sampleOf(client(), type) : readJsonObject('--data', data);
    const published = await client().call<{ event_id: string; duplicate: boolean }>('POST', '/events', {
      json: {
        event_type: type,
        payload,
        ...(id !== undefined && { event_id: id }),
        ...(to !== undefined && { request: { notification_url: to } }),
      },
    });
    if (isJson) terminal.json(published);
    else {
      const what = published.duplicate ? 'was published before' : 'is published';
      terminal.say(`${shown(type)} ${what}: event ${shown(published.event_id)}`);
    }
    if (!given.flag('wait')) return EXIT.ok;
    const event = await untilEnded(client(), published.event_id, { seconds, stop });
    for (const delivery of event.deliveries) {
      if (isJson) terminal.json(delivery);
      else terminal.say(`  ${deliveryLine(terminal, delivery)}`);
    }
    if (!isJson && event.deliveries.length === 0)
      terminal.say('  Nobody is told of it: see webhooks explain.');
    return event.deliveries.every(({ status }) => status === 'delivered') ? EXIT.ok : EXIT.failed;
  },
};

/** @throws Failure for a type that the service does not know. */
async function sampleOf(client: Client, type: string): Promise<Readonly<Record<string, unknown>>> {
  interface Catalogue {
    readonly event_types: readonly { readonly name: string; readonly body_keys: readonly string[] }[];
  }
  const { event_types: types } = await client.call<Catalogue>('GET', '/event_types');
  const known = types.find(({ name }) => name === type);
  if (known) return samplePayload(known.body_keys);
  const names = types.map(({ name }) => name).join(', ');
  throw usageFailure(`type: got "${type}", expected one of ${names}`);
}
