import type { Session } from '../calls/session';
import { shellText } from './shell-text';

interface CommandSource {
  /** Of the API. */
  readonly origin: string;
  readonly session: Pick<Session, 'cloud_name' | 'api_key'>;
}

/** A command for a shell that does what the Console does. The secret is a variable of the shell. */
export function apiCommand(
  { origin, session }: CommandSource,
  method: 'POST' | 'PUT',
  path: string,
  body: object,
): string {
  // A body makes it a POST anyway.
  const verb = method === 'POST' ? '' : `-X ${method} `;
  return [
    `curl -sS -u "${session.api_key}:$API_SECRET" ${verb}${origin}/v1_1/${session.cloud_name}${path} \\`,
    `  -H 'content-type: application/json' \\`,
    `  -d ${shellText(JSON.stringify(body))}`,
  ].join('\n');
}

/** A command that changes a trigger as the Admin API does. */
export function triggerCommand(
  session: Pick<Session, 'cloud_name' | 'api_key'>,
  id: string,
  change: object,
): string {
  return apiCommand({ origin: location.origin, session }, 'PUT', `/triggers/${id}`, change);
}
