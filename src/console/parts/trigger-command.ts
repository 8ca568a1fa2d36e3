import type { Session } from '../calls/session';
import { shellText } from './shell-text';

/** A command that changes a trigger as the Admin API does. */
export function triggerCommand(
  { cloud_name: cloudName, api_key: apiKey }: Pick<Session, 'cloud_name' | 'api_key'>,
  id: string,
  change: object,
): string {
  return [
    `curl -sS -u "${apiKey}:$API_SECRET" -X PUT ${location.origin}/v1_1/${cloudName}/triggers/${id} \\`,
    `  -H 'content-type: application/json' \\`,
    `  -d ${shellText(JSON.stringify(change))}`,
  ].join('\n');
}
