import type { Session } from '../calls/session';
import { apiCommand } from './api-command';

/** A command that changes a trigger as the Admin API does. */
export function triggerCommand(
  session: Pick<Session, 'cloud_name' | 'api_key'>,
  id: string,
  change: object,
): string {
  return apiCommand({ origin: location.origin, session }, 'PUT', `/triggers/${id}`, change);
}
