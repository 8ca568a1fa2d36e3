import type { DemoEnvironment } from './demo-environment';

interface WelcomeFacts {
  readonly apiUrl: string;
  readonly temporalUiUrl: string | undefined;
  readonly demo: DemoEnvironment;
  readonly allowCidrs: readonly string[];
  readonly hasConsole: boolean;
  /** Whether a receiver on this machine may be told. */
  readonly allowsLoopback: boolean;
}

/** What `npm start` prints when everything runs: the addresses, and a session to try it. */
export function welcome(facts: WelcomeFacts): string {
  const { apiUrl, temporalUiUrl, demo, allowCidrs, allowsLoopback, hasConsole } = facts;
  return `
Ready.
${hasConsole ? consoleLines(apiUrl, demo) : ''}  API            ${apiUrl}
  Temporal UI    ${temporalUiUrl ?? 'not known: set TEMPORAL_UI_URL'}
  Credentials    ${demo.credentialsFile} (and ${demo.netrcFile} for curl)
${allowCidrs.length === 0 ? '' : `  Deliveries may reach these private ranges: ${allowCidrs.join(', ')} (ALLOW_CIDRS)\n`}
${allowsLoopback ? session(facts) : NO_SESSION}
`;
}

/** An address that stands for every one of the machine is none that a browser opens. */
function consoleLines(apiUrl: string, { cloudName, credentialsFile }: DemoEnvironment): string {
  const origin = apiUrl.replace(/\/\/(0\.0\.0\.0|\[::\])(?=:)/, '//localhost');
  return `  Console        ${origin}/console/ (sign in with "${cloudName}", api_key and api_secret of ${credentialsFile})\n`;
}

const NO_SESSION = `Deliveries may not reach this machine itself. To try it with a receiver here, start it with
ALLOW_CIDRS=127.0.0.0/8,::1/128, as npm start does.`;

function session({ apiUrl, demo }: WelcomeFacts): string {
  const base = `${apiUrl}/v1_1/${demo.cloudName}`;
  const at = (path: string) => shellWord(base + path);
  const curl = `curl -sS --netrc-file ${shellWord(demo.netrcFile)} -H 'content-type: application/json'`;
  return `Try it: a receiver that prints what it gets (first, in a second terminal)

  node examples/receiver.mjs${receiverArguments(apiUrl, base)}

a trigger that tells it of every upload, an event, and what became of it

  ${curl} ${at('/triggers')} \\
    -d '{"event_type":"upload","uri":"http://127.0.0.1:9000/hooks"}'
  ${curl} ${at('/events')} \\
    -d '{"event_id":"first","event_type":"upload","payload":{"public_id":"blue-kettle","resource_type":"image"}}'
  ${curl} ${at('/events/first')}

a receiver that refuses, so that you see a retry waiting

  ${curl} ${at('/events')} \\
    -d '{"event_type":"upload","payload":{"public_id":"red-kettle"},"request":{"notification_url":"http://127.0.0.1:9000/refuse"}}'
  ${curl} ${at('/deliveries?status=pending')}`;
}

/** The receiver verifies with the keys of the default address unless it is told another one. */
function receiverArguments(apiUrl: string, base: string): string {
  return apiUrl === RECEIVER_DEFAULTS.apiUrl
    ? ''
    : ` ${RECEIVER_DEFAULTS.port} ${shellWord(`${base}/webhook_keys`)}`;
}

const RECEIVER_DEFAULTS = { port: 9000, apiUrl: 'http://127.0.0.1:8080' };

/** A text as one word of a command line that people copy into a POSIX shell: quoted only where it has to be. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
