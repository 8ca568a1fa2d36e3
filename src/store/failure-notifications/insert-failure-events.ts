import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { failureEvent, type FailureNews } from '../../domain/failure-notifications/failure-event';
import { eventToRow, type EventRow } from '../events/event-row';

/** Where a page about failures is. */
export interface FailureTerms {
  /** The address of the API, without a slash at its end; `undefined` when nobody has set it. */
  readonly publicUrl?: string | undefined;
}

/** What is to be told of a host. */
export type HostNews = Pick<FailureNews, 'type' | 'trouble' | 'at'>;

interface Told extends FailureTerms {
  readonly environmentId: string;
  readonly uri: string;
}

/** The content of an event that nobody posts, and that no post can be compared with. */
const NOT_POSTED = '';

/** Stores the events by which a product environment is told of hosts. The sweeper starts them. */
export async function insertFailureEvents(
  trx: Knex,
  news: readonly HostNews[],
  { environmentId, uri, publicUrl }: Told,
): Promise<void> {
  if (news.length === 0) return;
  const events = news.map((each) => {
    const requestId = randomUUID().replaceAll('-', '');
    return failureEvent({ ...each, environmentId, uri, publicUrl, requestId });
  });
  await trx<EventRow>('events').insert(events.map((event) => eventToRow(event, NOT_POSTED)));
}
