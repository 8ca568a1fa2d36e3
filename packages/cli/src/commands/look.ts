import type { Client } from '../client.ts';
import type { Command, Context } from '../command.ts';
import { deliveryLine, reasonWords, statusWords } from '../delivery-words.ts';
import { EXIT, Failure } from '../failure.ts';
import { sinceOf } from '../since.ts';
import type { AttemptShape, DeliveryShape, EventShape, EventSummaryShape, HitShape } from '../shapes.ts';
import { asTable, clockTime, dayAndTime, shown } from '../terminal.ts';
import { DELIVERY_FILTER, filterOf } from '../delivery-filter.ts';

const LIMIT = {
  type: 'string',
  value: '<n>',
  help: 'at most so many, 20 by default, the newest first',
} as const;
const LIMITS = { byDefault: 20, min: 1, max: 500 };

export const EVENTS: Command = {
  name: 'events',
  help: 'Lists events, the newest first.',
  options: {
    type: { type: 'string', value: '<type>', help: 'of this event type' },
    since: { type: 'string', value: '<time>', help: 'received since: 15m, 2h, 7d, or a time' },
    outcome: { type: 'string', value: '<outcome>', help: 'undelivered, waiting or told_nobody' },
    limit: LIMIT,
  },
  async run({ client, terminal, isJson }, given) {
    const { events } = await client().call<{ events: readonly EventSummaryShape[] }>('GET', '/events', {
      query: {
        event_type: given.text('type'),
        outcome: given.text('outcome'),
        from: sinceOf(given),
        max_results: given.number('limit', LIMITS),
        order: 'newest_first',
      },
    });
    if (isJson) for (const event of events) terminal.json(event);
    else for (const line of asTable(events.map(eventCells))) terminal.say(line);
    if (!isJson && events.length === 0) terminal.say('No such event.');
    return EXIT.ok;
  },
};

function eventCells({
  event_id: id,
  event_type: type,
  received_at: at,
  public_id: about,
  deliveries,
}: EventSummaryShape) {
  const counts = Object.entries(deliveries)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status}`);
  return [dayAndTime(at), shown(type), shown(about ?? ''), shown(id), counts.join(', ') || 'told nobody'];
}

export const DELIVERIES: Command = {
  name: 'deliveries',
  help: 'Lists deliveries, the newest first.',
  options: { ...DELIVERY_FILTER, limit: LIMIT },
  async run({ client, terminal, isJson }, given) {
    const { deliveries } = await client().call<{ deliveries: readonly DeliveryShape[] }>(
      'GET',
      '/deliveries',
      {
        query: { ...filterOf(given), max_results: given.number('limit', LIMITS), order: 'newest_first' },
      },
    );
    for (const delivery of deliveries) {
      if (isJson) terminal.json(delivery);
      else terminal.say(deliveryLine(terminal, delivery));
    }
    if (!isJson && deliveries.length === 0) terminal.say('No such delivery.');
    return EXIT.ok;
  },
};

type DeliveryInFull = DeliveryShape & {
  readonly body: string;
  readonly note: string | null;
  readonly attempts: readonly AttemptShape[];
};

export const SHOW: Command = {
  name: 'show',
  words: '<id>',
  count: [1, 1],
  help: 'Shows a delivery with its attempts and its body, or an event with its deliveries.',
  async run(context, given) {
    const [id = ''] = given.words;
    const { client, terminal, isJson } = context;
    const { kind } = await find(client(), id);
    const path = `/${kind === 'event' ? 'events' : 'deliveries'}/${encodeURIComponent(id)}`;
    const found = await client().call<EventShape & DeliveryInFull>('GET', path);
    if (isJson) terminal.json(found);
    else if (kind === 'event') showEvent(context, found);
    else showDelivery(context, found);
    return EXIT.ok;
  },
};

async function find(client: Client, id: string): Promise<HitShape> {
  const { hits } = await client.call<{ hits: readonly HitShape[] }>('GET', '/search', { query: { q: id } });
  const hit = hits.find((each) => each.id === id && (each.kind === 'delivery' || each.kind === 'event'));
  if (hit) return hit;
  throw new Failure(`id: got "${id}", expected that of a delivery or an event`, EXIT.notFound);
}

function showEvent({ terminal }: Context, event: EventShape): void {
  terminal.say(
    `event ${shown(event.event_id)}: ${shown(event.event_type)}, ${dayAndTime(event.received_at)}`,
  );
  for (const delivery of event.deliveries) terminal.say(`  ${deliveryLine(terminal, delivery)}`);
  if (event.deliveries.length === 0) terminal.say('  no delivery');
  terminal.say(shownLines(event.payload));
}

function showDelivery({ terminal }: Context, delivery: DeliveryInFull): void {
  terminal.say(`delivery ${shown(delivery.id)} of ${shown(delivery.event_type)} to ${shown(delivery.uri)}`);
  terminal.say(`  ${statusWords(terminal, delivery.status)}  ${shown(reasonWords(delivery))}`);
  terminal.say(`  event ${shown(delivery.event_id)}`);
  if (delivery.note !== null) terminal.say(`  ${shown(delivery.note)}`);
  for (const attempt of delivery.attempts) {
    const answer = attempt.http_status === null ? (attempt.error_message ?? '') : String(attempt.http_status);
    terminal.say(
      `  ${clockTime(attempt.started_at)} attempt ${attempt.attempt_number}: ${shown(answer)} in ${attempt.duration_ms} ms`,
    );
    const [first = ''] = (attempt.response_excerpt ?? '').split('\n');
    if (first !== '' && attempt.outcome !== 'delivered') terminal.say(`      ${shown(first)}`);
  }
  terminal.say(shown(delivery.body));
}

/** JSON over several lines; JSON has no control characters of its own but line breaks. */
function shownLines(value: unknown): string {
  return JSON.stringify(value, undefined, 2).split('\n').map(shown).join('\n');
}

interface Explained {
  readonly sentence: string;
  readonly explicit_urls: readonly { readonly uri: string; readonly words: string }[];
  readonly verdicts: readonly {
    readonly trigger_id: string;
    readonly verdict: string;
    readonly words: string;
    readonly trigger: { readonly uri: string } | null;
  }[];
  readonly not_subscribed: number;
}

export const EXPLAIN: Command = {
  name: 'explain',
  words: '<event>',
  count: [1, 1],
  help: 'Says who was told of an event and who was not, and why.',
  options: {
    'what-if': { type: 'boolean', help: 'by the triggers of now: who would be told; nothing is sent' },
  },
  async run({ client, terminal, isJson }, given) {
    const [id = ''] = given.words;
    const query = { triggers: given.flag('what-if') ? 'now' : 'then' };
    const found = await client().call<Explained>('GET', `/events/${encodeURIComponent(id)}/explain`, {
      query,
    });
    if (isJson) terminal.json(found);
    else {
      terminal.say(shown(found.sentence));
      for (const { uri, words } of found.explicit_urls) terminal.say(`  ${shown(uri)}: ${shown(words)}`);
      for (const { verdict, words, trigger, trigger_id: trigger_ } of found.verdicts) {
        const isTold = verdict === 'matched' || verdict === 'merged';
        const mark = isTold ? terminal.paint('green', '✓') : terminal.paint('yellow', '–');
        terminal.say(`  ${mark} ${shown(trigger?.uri ?? trigger_)}: ${shown(words)}`);
      }
      if (found.not_subscribed > 0)
        terminal.say(`  ${found.not_subscribed} triggers are for other event types`);
    }
    return EXIT.ok;
  },
};
