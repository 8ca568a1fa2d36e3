import { hostname, userInfo } from 'node:os';
import type { Client } from '../client.ts';
import { ApiFailure } from '../client.ts';
import { listTriggers } from '../commands/triggers.ts';
import type { TriggerShape } from '../shapes.ts';

/** What somebody listens to. */
export interface Subscription {
  readonly channel: string;
  /** Event types; `all` for every one. */
  readonly types: readonly string[];
  readonly filter: Readonly<Record<string, unknown>> | undefined;
}

/** The same for the same user on the same machine: what came while nobody listened is still there. */
export function ownChannel(): string {
  const name = `${userInfo().username}-${hostname()}`.replace(/[^A-Za-z0-9_.:~@-]/g, '-');
  return `cli-${name}`.slice(0, 255);
}

/** Makes the triggers of a channel what is wanted, and leaves none beside them. */
export async function subscribe(client: Client, subscription: Subscription): Promise<void> {
  const { channel, types, filter } = subscription;
  const uri = `poll://${channel}`;
  const existing = (await listTriggers(client)).filter((trigger) => trigger.uri === uri);
  for (const trigger of existing) {
    if (!types.includes(trigger.event_type)) await remove(client, trigger);
  }
  const settings = { additive: true, filter: filter ?? {} };
  for (const type of new Set(types)) {
    const same = existing.find((trigger) => trigger.event_type === type);
    if (!same) {
      const json = { uri, uri_type: 'poll', event_type: type, ...settings };
      await client.call('POST', '/triggers', { json });
    } else if (JSON.stringify(same.filter ?? {}) !== JSON.stringify(settings.filter)) {
      await client.call('PUT', `/triggers/${same.id}`, { json: settings });
    }
  }
}

/** Deletes the triggers of a channel. What waits in it stays, for the next time. */
export async function unsubscribe(client: Client, channel: string): Promise<void> {
  const triggers = await listTriggers(client);
  for (const trigger of triggers) if (trigger.uri === `poll://${channel}`) await remove(client, trigger);
}

async function remove(client: Client, { id }: TriggerShape): Promise<void> {
  try {
    await client.call('DELETE', `/triggers/${id}`);
  } catch (error) {
    // Somebody else was faster.
    if (!(error instanceof ApiFailure && error.status === 404)) throw error;
  }
}
