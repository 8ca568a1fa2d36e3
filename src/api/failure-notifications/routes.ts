import { z } from 'zod';
import { DELIVERY_ERROR_CODES } from '../../domain/deliveries/delivery';
import { DomainError } from '../../domain/errors';
import { lastErrorFacts } from '../../domain/failure-notifications/host-trouble';
import type { FailureNotifications, HostTrouble } from '../../domain/failure-notifications/host-trouble';
import type { Author } from '../../domain/keys/audit-entry';
import { destinationUrl, type DestinationGuard } from '../route/destination-url';
import { doneAnswer, time } from '../route/fields';
import { strictObject } from '../route/parse';
import { route } from '../route/route';

/* Who is told when deliveries fail for good. Source: docs/decisions.md D75. */

/** Body of `PUT /failure_notifications`. */
function nameFailureUrlBody(guard: DestinationGuard) {
  return strictObject({ uri: destinationUrl(guard, 'uri') });
}

const troubledHostAnswer = z
  .object({
    host: z.string(),
    failing_since: time,
    failed_deliveries: z.int().min(0).describe('Those that have failed for good since then.'),
    last_error: z
      .object({
        code: z.enum(DELIVERY_ERROR_CODES),
        http_status: z.int().nullable().describe('Null when the receiver gave no answer.'),
        message: z.string().nullable(),
      })
      .nullable()
      .describe('Of the last one; null when it ended without an attempt.'),
    last_failed_at: time,
    last_failed_delivery_id: z.string(),
    last_told_at: time.nullable().describe('When you were last told that it fails.'),
    recovered_at: time.nullable().describe('When it accepted a notification again. Null while it fails.'),
  })
  .meta({ id: 'TroubledHost', description: 'A host to which deliveries have failed for good.' });

export const failureNotificationsAnswer = z
  .object({
    uri: z.string().nullable().describe('Who is told. Null: nobody.'),
    hosts: z
      .array(troubledHostAnswer)
      .describe('The 50 hosts that failed last, since somebody is told. Each is kept for 30 days.'),
  })
  .meta({
    id: 'FailureNotifications',
    description: 'Who is told when deliveries to a host fail for good, and of which hosts.',
  });

/** What the routes of failure notifications need. */
export interface FailureNotificationPorts {
  readonly failureNotifications: FailureNotificationRecords;
  readonly destinationGuard: DestinationGuard;
  readonly now: () => Date;
}

interface FailureNotificationRecords {
  find(environmentId: string): Promise<FailureNotifications>;
  /** @param change `at`: ISO text, UTC. */
  name(
    environmentId: string,
    uri: string,
    change: { readonly at: string; readonly by: Author },
  ): Promise<void>;
  /** @returns whether a URL was named before. */
  remove(environmentId: string, change: { readonly by: Author }): Promise<boolean>;
}

const about = {
  in: 'environment',
  path: '/failure_notifications',
  rate: 'administration',
  tag: 'triggers',
} as const;

const shown = {
  200: { description: 'Who is told, and of which hosts.', schema: failureNotificationsAnswer },
};

export const showFailureNotifications = ({ failureNotifications }: FailureNotificationPorts) =>
  route({
    ...about,
    method: 'get',
    access: 'read',
    summary: 'Shows who is told when deliveries to a host fail for good',
    answers: shown,
    handle: async ({ caller }) => [200, present(await failureNotifications.find(caller.environmentId))],
  });

export const nameFailureUrl = ({ failureNotifications, destinationGuard, now }: FailureNotificationPorts) =>
  route({
    ...about,
    method: 'put',
    access: 'administer',
    summary: 'Names the URL that is told when deliveries to a host fail for good',
    body: nameFailureUrlBody(destinationGuard),
    answers: shown,
    async handle({ caller: { environmentId }, body: { uri }, by }) {
      await failureNotifications.name(environmentId, uri, { at: now().toISOString(), by });
      return [200, present(await failureNotifications.find(environmentId))];
    },
  });

export const removeFailureUrl = ({ failureNotifications }: FailureNotificationPorts) =>
  route({
    ...about,
    method: 'delete',
    access: 'administer',
    summary: 'Removes that URL: nobody is told any more, and what is known of hosts is forgotten',
    answers: { 200: { description: 'Removed.', schema: doneAnswer } },
    faults: [404],
    async handle({ caller: { environmentId }, by }) {
      if (await failureNotifications.remove(environmentId, { by })) return [200, { message: 'ok' }];
      throw new DomainError(
        'not_found',
        'failure_notifications: got nobody who is told, expected a URL that PUT has named',
      );
    },
  });

function present({ uri, hosts }: FailureNotifications) {
  return { uri: uri ?? null, hosts: hosts.map(presentHost) };
}

function presentHost({ lastError, ...trouble }: HostTrouble) {
  return {
    host: trouble.host,
    failing_since: trouble.failingSince,
    failed_deliveries: trouble.failedDeliveries,
    last_error: lastErrorFacts(lastError),
    last_failed_at: trouble.lastFailedAt,
    last_failed_delivery_id: trouble.lastDeliveryId,
    last_told_at: trouble.toldAt ?? null,
    recovered_at: trouble.recoveredAt ?? null,
  };
}
