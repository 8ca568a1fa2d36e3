import type { Command, Context, Given } from '../command.ts';
import { EXIT } from '../failure.ts';
import { ownChannel, subscribe, unsubscribe, type Subscription } from '../listen/channel.ts';
import { forward, isAccepted, readForward, type LocalServer } from '../listen/forward.ts';
import { acknowledge, pollMessages, type Message } from '../listen/poll.ts';
import { onPressedKeys } from '../listen/pressed-keys.ts';
import { detail, report } from '../listen/report.ts';
import { readJsonObject } from '../read-json.ts';
import { sinceOf } from '../since.ts';
import { shown } from '../terminal.ts';
import { consoleUrl, openInBrowser } from './session.ts';

export const LISTEN: Command = {
  name: 'listen',
  words: '[<url>]',
  count: [0, 1],
  help: 'Forwards notifications to a server on this machine, and acknowledges what it answers with 200. Anything else comes again.',
  options: {
    forward: {
      type: 'string',
      value: '<url>',
      help: 'where to: a URL, or a port with a path; without it, shows them',
    },
    'forward-to': { type: 'string', value: '<url>', help: 'the same' },
    types: { type: 'string', value: '<types>', help: 'event types with commas between them; all by default' },
    filter: { type: 'string', value: '<json>', help: 'JSONLogic, or @file: only what it lets through' },
    header: {
      type: 'string',
      short: 'H',
      multiple: true,
      value: '<n:v>',
      help: 'another header; may be repeated',
    },
    since: {
      type: 'string',
      value: '<time>',
      help: 'acknowledge what waits from before without forwarding it',
    },
    channel: { type: 'string', value: '<name>', help: 'listen to this channel; one of your own by default' },
    'no-ack': { type: 'boolean', help: 'acknowledge nothing: everything comes again' },
    keep: {
      type: 'boolean',
      help: 'leave the trigger at the end: what comes meanwhile waits for the next time',
    },
    'allow-remote': { type: 'boolean', help: 'forward to another machine, too' },
  },
  async run(context, given) {
    const { client, terminal, isJson } = context;
    const server = serverOf(given);
    const filter = given.text('filter');
    const subscription: Subscription = {
      channel: given.text('channel') ?? ownChannel(),
      types: (given.text('types') ?? 'all').split(',').map((type) => type.trim()),
      filter: filter === undefined ? undefined : readJsonObject('--filter', filter),
    };
    const session = new Session(context, {
      server,
      acknowledges: !given.flag('no-ack'),
      since: sinceOf(given),
    });
    const { channel } = subscription;
    let isFirst = true;
    const leaveKeys = session.startKeys();
    try {
      await pollMessages({
        client: client(),
        channel,
        stop: session.stop,
        onMessages: (messages) => session.takeAll(messages),
        onConnection: (state) => {
          const line =
            state === 'back' ? 'Connected again.' : `Connection lost: ${shown(state.lost)}. Trying again.`;
          if (isJson)
            terminal.json(
              state === 'back' ? { connection: 'back' } : { connection: 'lost', error: state.lost },
            );
          else terminal.say(terminal.paint('yellow', line));
        },
        async subscribe() {
          await subscribe(client(), subscription);
          if (isFirst && isJson) terminal.json({ ready: true, channel, forward: server?.url.href ?? null });
          else if (isFirst) sayReady(context, subscription, server);
          isFirst = false;
        },
      });
    } finally {
      leaveKeys();
    }
    if (!given.flag('keep')) await unsubscribe(client(), channel);
    return EXIT.ok;
  },
};

function serverOf(given: Given): LocalServer | undefined {
  const text = given.text('forward') ?? given.text('forward-to') ?? given.words[0];
  const options = { allowRemote: given.flag('allow-remote'), headers: given.list('header') };
  return text === undefined ? undefined : readForward(text, options);
}

function sayReady(
  { terminal, client }: Context,
  { channel, types }: Subscription,
  server: LocalServer | undefined,
): void {
  const what = types.includes('all') ? 'every event' : types.map(shown).join(', ');
  const where = server ? ` → ${server.url.href}` : '';
  terminal.say(`Ready. ${what} of ${shown(client().credentials.cloudName)}${where}`);
  terminal.say(terminal.paint('dim', `channel ${shown(channel)}`));
  if (terminal.isInteractive) terminal.say(terminal.paint('dim', 'r again · d detail · o Console · q quit'));
}

interface Settings {
  readonly server: LocalServer | undefined;
  readonly acknowledges: boolean;
  /** ISO text, UTC. */
  readonly since: string | undefined;
}

/** What happens to each message, and what the keys do. */
class Session {
  private readonly ending = new AbortController();
  readonly stop: AbortSignal;
  private last: Message | undefined;

  constructor(
    private readonly context: Context,
    private readonly settings: Settings,
  ) {
    this.stop = AbortSignal.any([context.stop, this.ending.signal]);
  }

  async takeAll(messages: readonly Message[]): Promise<void> {
    await Promise.all(messages.map((message) => this.take(message)));
  }

  private async take(message: Message): Promise<void> {
    const { since, acknowledges } = this.settings;
    const isOld = since !== undefined && message.queued_at < since;
    const isAccepted = isOld || (await this.forward(message));
    if (!isAccepted || !acknowledges) return;
    if (!(await acknowledge(this.context.client(), message))) {
      this.context.terminal.warn(`${shown(message.delivery_id)} could not be acknowledged: it comes again`);
    }
  }

  /** @returns whether the local server has accepted it; without one, it is accepted. */
  private async forward(message: Message): Promise<boolean> {
    const { server } = this.settings;
    this.last = message;
    const body = Buffer.from(message.signed_payload, 'base64url');
    const forwarded = server && (await forward(server, { body, headers: message.headers }));
    report(this.context, message, { server, forwarded });
    return !forwarded || isAccepted(forwarded);
  }

  /** @returns how to leave the terminal as it was. */
  startKeys(): () => void {
    const { context } = this;
    const withLast = (use: (message: Message) => void) => () => {
      if (this.last) use(this.last);
      else context.terminal.say(context.terminal.paint('dim', 'Nothing came yet.'));
    };
    const end = () => this.ending.abort();
    const handlers = {
      r: withLast((message) => void this.forward(message)),
      d: withLast((message) => detail(context, message)),
      o: withLast(({ delivery_id: id }) =>
        openInBrowser(
          consoleUrl(context.client().credentials, `deliveries/${encodeURIComponent(id)}`),
          context.env,
        ),
      ),
      q: end,
    };
    return onPressedKeys(context, handlers, end);
  }
}
