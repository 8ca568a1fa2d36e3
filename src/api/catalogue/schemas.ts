import { z } from 'zod';
import { eventType } from '../events/fields';

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

export const limitsAnswer = z.object({
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
