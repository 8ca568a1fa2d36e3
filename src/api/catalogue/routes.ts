import { eventTypeLabel, EVENT_TYPES } from '../../domain/events/event-types';
import { FILTER_SIZES, OPERATORS } from '../../domain/triggers/filter';
import { groupByUrl } from '../../domain/triggers/notification-url';
import { PAYLOAD_TEMPLATE_SIZES, TEMPLATE_NAMESPACES } from '../../domain/triggers/payload-template';
import type { Trigger } from '../../domain/triggers/trigger';
import { route } from '../route/route';
import { triggerLimits, type TriggerSettings } from '../triggers/routes';
import { eventTypesAnswer, limitsAnswer } from './schemas';

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
