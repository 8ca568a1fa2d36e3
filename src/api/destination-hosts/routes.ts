import { z } from 'zod';
import { DELIVERY_ERROR_CODES } from '../../domain/deliveries/delivery';
import type { FailingHost } from '../../domain/deliveries/failing-host';
import { time } from '../route/fields';
import { strictObject } from '../route/parse';
import { route } from '../route/route';

const STATES = ['failing'] as const;
const STATE = `one of ${STATES.join(', ')}`;

/** Query of `GET /destination_hosts`. */
const destinationHostsQuery = strictObject({
  state: z.enum(STATES, STATE).default('failing').describe('`failing`: its last attempt failed.'),
});

const count = z.int().min(0);

/** Answer of `GET /destination_hosts`. */
export const destinationHostsAnswer = z.object({
  hosts: z
    .array(
      z
        .object({
          host: z.string(),
          state: z.enum(STATES),
          failing_since: time.describe('At the earliest.'),
          last_error_code: z.enum(DELIVERY_ERROR_CODES),
          last_http_status: z.int().nullable(),
          sending: count.describe('Deliveries whose attempt is in progress or about to be.'),
          waiting: count.describe('Deliveries between attempts.'),
          failed_24h: count.describe('Deliveries of the last 24 hours that failed for good.'),
          next_attempt_at: time.nullable(),
        })
        .meta({ id: 'DestinationHost' }),
    )
    .describe('Those with the most failures first, at most 50.'),
});

/** What the route of destination hosts needs. */
export interface DestinationHostPorts {
  readonly deliveries: {
    /** @param since ISO text, UTC: failed deliveries that were created then or later count. */
    listFailingHosts(environmentId: string, since: string): Promise<readonly FailingHost[]>;
  };
  readonly now: () => Date;
}

const DAY_MS = 86_400_000;

export const listDestinationHosts = ({ deliveries, now }: DestinationHostPorts) =>
  route({
    in: 'environment',
    method: 'get',
    path: '/destination_hosts',
    access: 'read',
    rate: 'administration',
    tag: 'deliveries',
    summary: 'Lists the hosts whose last attempt failed',
    query: destinationHostsQuery,
    answers: { 200: { description: 'The hosts.', schema: destinationHostsAnswer } },
    async handle({ caller: { environmentId }, query: { state } }) {
      const since = new Date(now().getTime() - DAY_MS).toISOString();
      const hosts = await deliveries.listFailingHosts(environmentId, since);
      return [200, { hosts: hosts.map((host) => presentHost(host, state)) }];
    },
  });

function presentHost(failing: FailingHost, state: 'failing') {
  return {
    host: failing.host,
    state,
    failing_since: failing.failingSince,
    last_error_code: failing.lastErrorCode,
    last_http_status: failing.lastHttpStatus ?? null,
    sending: failing.sending,
    waiting: failing.waiting,
    failed_24h: failing.failed24h,
    next_attempt_at: failing.nextAttemptAt ?? null,
  };
}
