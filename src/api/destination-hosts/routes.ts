import type { FailingHost } from '../../domain/deliveries/failing-host';
import { route } from '../route/route';
import { destinationHostsAnswer, destinationHostsQuery } from './schemas';

const DAY_MS = 86_400_000;

/** What the route of destination hosts needs. */
export interface DestinationHostPorts {
  readonly deliveries: {
    /** @param since ISO text, UTC: failed deliveries that were created then or later count. */
    listFailingHosts(environmentId: string, since: string): Promise<readonly FailingHost[]>;
  };
  readonly now: () => Date;
}

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
