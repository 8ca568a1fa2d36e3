import { z } from 'zod';
import { AUTH_SCHEMES, SUCCESS_STATUSES } from '../../../domain/triggers/trigger';
import { triggerEventType } from '../event-type';
import { jsonObject } from '../json-object';
import { time } from './time';

export const triggerAnswer = z
  .object({
    id: z.string(),
    product_environment_id: z.string(),
    uri_type: z.literal('webhook'),
    uri: z.string(),
    event_type: triggerEventType,
    created_at: time,
    updated_at: time,
    additive: z.boolean(),
    auth_scheme: z.enum(AUTH_SCHEMES),
    success_statuses: z.enum(SUCCESS_STATUSES),
    filter: jsonObject.optional(),
    filter_language: z.literal('jsonlogic').optional(),
    payload_template: jsonObject.optional(),
  })
  .meta({ id: 'Trigger', description: 'Pairs one event type, or `all`, with one destination.' });

export const triggersAnswer = z.object({ triggers: z.array(triggerAnswer), total: z.int() });

export const triggerUpdateAnswer = z.object({ message: z.literal('ok'), ...triggerAnswer.shape });

export const triggerTestAnswer = z.object({
  trigger_id: z.string(),
  filter_present: z.boolean(),
  filter_result: z.boolean().describe('Whether the sample matches; a filter that fails does not.'),
});
