import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { spawn } from 'node:child_process';
import { configFile, readProfiles, writeProfiles } from '../config-file.ts';
import { ApiFailure, createClient, type Client } from '../client.ts';
import type { Command, Context } from '../command.ts';
import { baseUrl, DEFAULT_PROFILE, type Credentials } from '../credentials.ts';
import { EXIT, Failure, usageFailure } from '../failure.ts';
import type { HitShape } from '../shapes.ts';
import { shown } from '../terminal.ts';

const NAME = {
  type: 'string',
  value: '<name>',
  help: 'store it under this name; "default" otherwise',
} as const;

export const LOGIN: Command = {
  name: 'login',
  help: 'Checks an access key and stores it for this user. Asks for what is not given; the secret is never an option.',
  options: {
    url: { type: 'string', value: '<url>', help: 'address of the service' },
    'cloud-name': { type: 'string', value: '<name>', help: 'cloud name of the product environment' },
    'api-key': {
      type: 'string',
      value: '<key>',
      help: 'API key; the secret is asked for, or read from standard input',
    },
    profile: NAME,
  },
  async run(context, given) {
    const { terminal, env } = context;
    const asked = await askFor(context, {
      url: given.text('url') ?? env.WEBHOOKS_URL,
      cloudName: given.text('cloud-name'),
      apiKey: given.text('api-key'),
    });
    const credentials: Credentials = { ...asked, url: baseUrl(asked.url), source: 'login' };
    await check(createClient(credentials));
    const name = given.text('profile') ?? DEFAULT_PROFILE;
    writeProfiles(env, {
      ...readProfiles(env),
      [name]: {
        url: credentials.url,
        cloud_name: credentials.cloudName,
        api_key: credentials.apiKey,
        api_secret: credentials.apiSecret,
      },
    });
    const stored = { profile: name, file: configFile(env), cloud_name: credentials.cloudName };
    if (context.isJson) terminal.json(stored);
    else terminal.say(`Logged in to ${shown(credentials.cloudName)} at ${credentials.url}: ${stored.file}`);
    return EXIT.ok;
  },
};

/** @throws Failure when the key is not accepted. A key that may only publish is one, too. */
async function check(client: Client): Promise<void> {
  await client.call('GET', '/event_types').catch((error: unknown) => {
    if (!(error instanceof ApiFailure && error.status === 403)) throw error;
  });
}

interface Asked {
  readonly url: string;
  readonly cloudName: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** Asks for what is missing, one line each; the secret is not shown while it is typed. */
async function askFor(
  { streams, terminal }: Context,
  known: { readonly [Key in Exclude<keyof Asked, 'apiSecret'>]: string | undefined },
): Promise<Asked> {
  let isHidden = false;
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!isHidden) streams.stderr.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: streams.stdin, output, terminal: terminal.isInteractive });
  const typed = lines[Symbol.asyncIterator]();
  const ask = async (what: string): Promise<string> => {
    if (terminal.isInteractive) streams.stderr.write(`${what}: `);
    const line = (await typed.next()) as IteratorResult<string, undefined>;
    const text = (line.value ?? '').trim();
    if (text === '') throw usageFailure(`${what}: got nothing, expected a line of standard input`);
    return text;
  };
  try {
    const url = known.url ?? (await ask('Address of the service'));
    const cloudName = known.cloudName ?? (await ask('Cloud name'));
    const apiKey = known.apiKey ?? (await ask('API key'));
    isHidden = true;
    const apiSecret = await ask('API secret');
    if (terminal.isInteractive) streams.stderr.write('\n');
    return { url, cloudName, apiKey, apiSecret };
  } finally {
    lines.close();
  }
}

export const WHOAMI: Command = {
  name: 'whoami',
  help: 'Says which credentials are used, where they were found, and whether they are accepted.',
  async run({ client, terminal, isJson }) {
    const used = client();
    await check(used);
    const { url, cloudName, apiKey, source } = used.credentials;
    if (isJson) terminal.json({ url, cloud_name: cloudName, api_key: apiKey, source });
    else terminal.say(`${shown(cloudName)} at ${url} with the key ${shown(apiKey)} (${source})`);
    return EXIT.ok;
  },
};

export const LOGOUT: Command = {
  name: 'logout',
  help: 'Forgets a login.',
  options: { profile: { ...NAME, help: 'the login of this name; "default" otherwise' } },
  async run({ terminal, env, isJson }, given) {
    const name = given.text('profile') ?? DEFAULT_PROFILE;
    const { [name]: gone, ...others } = readProfiles(env);
    if (!gone) throw new Failure(`profile: got "${name}", expected one that was logged in`, EXIT.notFound);
    writeProfiles(env, others);
    if (isJson) terminal.json({ profile: name });
    else terminal.say(`Logged out of ${shown(gone.cloud_name)}.`);
    return EXIT.ok;
  },
};

export const OPEN: Command = {
  name: 'open',
  words: '[<id>]',
  count: [0, 1],
  help: 'Opens the Console in a browser, at a delivery or an event; prints the address.',
  options: { print: { type: 'boolean', help: 'print the address, and open nothing' } },
  async run({ client, terminal, isJson, env }, given) {
    const [id] = given.words;
    const url = id === undefined ? consoleUrl(client().credentials) : await pageOf(client(), id);
    if (isJson) terminal.json({ url });
    else terminal.say(url);
    if (!isJson && !given.flag('print')) openInBrowser(url, env);
    return EXIT.ok;
  },
};

/** Where the Console is. */
export function consoleUrl({ url }: Credentials, page = ''): string {
  return `${url}/console/${page}`;
}

/** @throws Failure when nothing has this id. */
async function pageOf(client: Client, id: string): Promise<string> {
  const { hits } = await client.call<{ hits: readonly HitShape[] }>('GET', '/search', { query: { q: id } });
  const hit = hits.find(({ kind }) => kind === 'delivery' || kind === 'event');
  if (!hit) throw new Failure(`id: got "${id}", expected that of a delivery or an event`, EXIT.notFound);
  const folder = hit.kind === 'delivery' ? 'deliveries' : 'events';
  return consoleUrl(client.credentials, `${folder}/${encodeURIComponent(hit.id)}`);
}

const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Where there is no browser, the printed address has to do. */
export function openInBrowser(url: string, env: Context['env']): void {
  const [program = 'xdg-open', ...args] = env.BROWSER ? [env.BROWSER] : (OPENERS[process.platform] ?? []);
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
