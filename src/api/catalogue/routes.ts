import { z } from 'zod';
import { eventTypeLabel, EVENT_TYPES } from '../../domain/events/event-types';
import { FILTER_SIZES, OPERATORS } from '../../domain/triggers/filter';
import { groupByUrl } from '../../domain/triggers/notification-url';
import { PAYLOAD_TEMPLATE_SIZES, TEMPLATE_NAMESPACES } from '../../domain/triggers/payload-template';
import type { Trigger } from '../../domain/triggers/trigger';
import { eventType } from '../events/fields';
import { route } from '../route/route';
import { triggerLimits, type TriggerSettings } from '../triggers/routes';

const namespace = z.string();

const eventTypeAnswer = z
  .object({
    name: eventType,
    label: z.string().describe('For people.'),
    description: z.string().describe('When it happens.'),
    category: z.string(),
    initiated_by: z.array(z.enum(['api', 'ui'])),
    template_namespaces: z.array(namespace).describe('What a payload template can read.'),
    body_shape: z
      .enum(['known', 'invented'])
      .describe('`invented`: no public record shows a body; its keys are a proposal.'),
    body_keys: z.array(z.string()).describe('Keys that a body may have, in their order.'),
  })
  .meta({ id: 'EventTypeDescription', description: 'An event type of the catalogue.' });

export const eventTypesAnswer = z.object({
  event_types: z.array(eventTypeAnswer),
  filter_operators: z.array(z.string()),
  template_namespaces: z.array(namespace),
});

const count = z.int().min(0);
const usage = z.object({ used: count, limit: count });

const limitsAnswer = z.object({
  notification_urls: usage,
  triggers: usage,
  retry_delays_seconds: z.array(count).describe('Waits between consecutive attempts.'),
  attempt_timeout_seconds: count,
  filter: z.object({
    bytes: count.describe('Of compact JSON.'),
    nodes: count.describe('Values in it.'),
    depth: count.describe('Levels of nesting.'),
  }),
  payload_template: z.object({
    bytes: count.describe('Of compact JSON.'),
    depth: count.describe('Levels of nesting.'),
  }),
});

/** What the routes of the catalogue need. */
export interface CataloguePorts {
  readonly triggers: { list(environmentId: string): Promise<readonly Trigger[]> };
  readonly settings: CatalogueSettings;
}

interface CatalogueSettings extends TriggerSettings {
  readonly retryDelaysSeconds: readonly number[];
  readonly attemptTimeoutSeconds: number;
}

const about = { in: 'environment', method: 'get', access: 'read', rate: 'administration' } as const;

export const listEventTypes = () =>
  route({
    ...about,
    path: '/event_types',
    tag: 'events',
    summary: 'Lists the event types, and what filters and payload templates can use',
    answers: { 200: { description: 'The catalogue.', schema: eventTypesAnswer } },
    handle: () => [
      200,
      {
        event_types: EVENT_TYPES.map((type) => ({
          name: type.name,
          label: eventTypeLabel(type.name),
          description: type.description,
          category: type.category,
          initiated_by: type.initiatedBy,
          template_namespaces: type.namespaces,
          body_shape: type.bodyShape,
          body_keys: type.keyOrder,
        })),
        filter_operators: [...OPERATORS],
        template_namespaces: TEMPLATE_NAMESPACES,
      },
    ],
  });

export const showLimits = ({ triggers, settings }: CataloguePorts) =>
  route({
    ...about,
    path: '/limits',
    tag: 'triggers',
    summary: 'Shows how much a product environment may have, and has',
    answers: { 200: { description: 'The limits.', schema: limitsAnswer } },
    async handle({ caller }) {
      const all = await triggers.list(caller.environmentId);
      const { maxNotificationUrls, maxTriggers } = triggerLimits(settings);
      return [
        200,
        {
          notification_urls: { used: groupByUrl(all).length, limit: maxNotificationUrls },
          triggers: { used: all.length, limit: maxTriggers },
          retry_delays_seconds: settings.retryDelaysSeconds,
          attempt_timeout_seconds: settings.attemptTimeoutSeconds,
          filter: FILTER_SIZES,
          payload_template: PAYLOAD_TEMPLATE_SIZES,
        },
      ];
    },
  });
