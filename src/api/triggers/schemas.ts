import { z } from 'zod';
import { parseFilter } from '../../domain/triggers/filter';
import { parsePayloadTemplate } from '../../domain/triggers/payload-template';
import { isPollUrl, URI_TYPES, uriTypeOf, type UriType } from '../../domain/poll/channel';
import { AUTH_SCHEMES, SUCCESS_STATUSES, type Trigger } from '../../domain/triggers/trigger';
import type { DestinationGuard } from '../route/destination-url';
import { triggerEventType } from '../events/fields';
import { triggerUrl } from '../route/destination-url';
import { flag, jsonObject, time } from '../route/fields';
import { parseJsonText } from '../route/json-text';
import { refusing, strictObject } from '../route/parse';

const additive = z.boolean('true or false');
const authScheme = z.enum(AUTH_SCHEMES, `one of ${AUTH_SCHEMES.join(', ')}`);
const successStatuses = z
  .enum(SUCCESS_STATUSES, `one of the texts ${SUCCESS_STATUSES.map((each) => `"${each}"`).join(', ')}`)
  .meta({
    description: 'Which answers of the receiver accept a notification: 200 alone, or any from 200 to 299.',
  });
const uriType = z.enum(URI_TYPES, `one of ${URI_TYPES.join(', ')}`);
const filter = z
  .unknown()
  .meta({ type: ['object', 'null'], description: 'A JSONLogic expression; `{}` or null: none.' })
  .transform(refusing(parseFilter))
  .optional();
const filterText = z
  .string('the JSON text of a filter')
  .describe('The JSON text of a JSONLogic expression; `{}`, `null` or nothing: none.')
  .transform(refusing(parseFilterText))
  .optional();
const filterLanguage = z.literal('jsonlogic', '"jsonlogic", the only filter language').optional();
const payloadTemplate = z
  .unknown()
  .meta({
    anyOf: [{ type: 'object' }, { type: 'null' }, { type: 'string' }],
    description:
      'A JSON object whose texts are Mustache templates, or the text of one; `{}`, null or "": the default body.',
  })
  .transform(refusing(parsePayloadTemplate))
  .optional();

function parseFilterText(text: string) {
  return parseFilter(text === '' ? null : parseJsonText('filter', text, 'invalid_filter'));
}

/** Query of `GET /triggers`. */
export const listTriggersQuery = strictObject({ event_type: triggerEventType.optional() });

/**
 * Body of `POST /triggers`. `uri_type: null` is what an official client sends for an absent one.
 * Source: docs/contract.md §1.4.
 */
export function createTriggerBody(guard: DestinationGuard) {
  return agreeingOnType(createTriggerFields(guard));
}

function createTriggerFields(guard: DestinationGuard) {
  return strictObject({
    uri: triggerUrl(guard, 'uri'),
    event_type: triggerEventType,
    uri_type: uriType.nullish(),
    additive: additive.default(false),
    auth_scheme: authScheme.default('default'),
    success_statuses: successStatuses.default('200'),
    filter,
    filter_language: filterLanguage,
    payload_template: payloadTemplate,
  });
}

/** The same as a form, which knows only texts. */
export function createTriggerForm(guard: DestinationGuard) {
  return agreeingOnType(
    createTriggerFields(guard).extend({ additive: flag.default(false), filter: filterText }),
  );
}

/**
 * Body of `PUT /triggers/:id`. A client that sends the whole trigger repeats its `uri_type`. Source: docs/decisions.md
 * D3.
 *
 * @param current the trigger; the body may repeat its event type but not change it. Without it, the body of any
 * trigger.
 */
export function updateTriggerBody(guard: DestinationGuard, current?: Trigger) {
  const body = agreeingOnUri(updateTriggerFields(guard, current), current);
  // No body changes nothing, as {} does. The documentation asks for one.
  return current ? body.prefault({}) : body;
}

/** The same as a form, which knows only texts. */
export function updateTriggerForm(guard: DestinationGuard, current?: Trigger) {
  return agreeingOnUri(
    updateTriggerFields(guard, current).extend({ additive: flag.optional(), filter: filterText }),
    current,
  );
}

function updateTriggerFields(guard: DestinationGuard, current?: Trigger) {
  return strictObject({
    new_uri: triggerUrl(guard, 'new_uri').optional(),
    uri: triggerUrl(guard, 'uri').optional(),
    event_type: (current ? unchangedEventType(current) : triggerEventType).optional(),
    uri_type: (current ? unchangedUriType(current) : uriType).nullish(),
    additive: additive.optional(),
    auth_scheme: authScheme.optional(),
    success_statuses: successStatuses.optional(),
    filter,
    filter_language: filterLanguage,
    payload_template: payloadTemplate,
  });
}

interface TypedUrl {
  readonly uri: string;
  readonly uri_type?: UriType | null | undefined;
}

function agreeingOnType<Fields extends z.ZodType<TypedUrl>>(fields: Fields) {
  return fields.superRefine(({ uri, uri_type: given }, context) => {
    const expected = uriTypeOf(uri);
    if ((given ?? 'webhook') === expected) return;
    const why = isPollUrl(uri) ? 'is a channel' : 'is no channel';
    context.addIssue({ code: 'custom', path: ['uri_type'], message: `"${expected}", since uri ${why}` });
  });
}

interface Uris {
  readonly new_uri?: string | undefined;
  readonly uri?: string | undefined;
}

function agreeingOnUri<Fields extends z.ZodType<Uris>>(fields: Fields, current: Trigger | undefined) {
  return fields
    .refine(({ new_uri, uri }) => new_uri === undefined || uri === undefined || new_uri === uri, {
      path: ['uri'],
      error: 'the URL of new_uri, of which it is another name',
    })
    .superRefine((given, context) => {
      for (const field of ['new_uri', 'uri'] as const) {
        const url = given[field];
        if (url === undefined || !current || uriTypeOf(url) === current.uriType) continue;
        const expected = current.uriType === 'poll' ? 'poll:// and a channel' : 'an http or https URL';
        const message = `${expected}: the type of a trigger's URL cannot change`;
        context.addIssue({ code: 'custom', path: [field], message });
      }
    });
}

function unchangedUriType({ uriType: type }: Trigger): z.ZodType<UriType> {
  return z.literal(type, `"${type}": the type of a trigger's URL cannot change`);
}

function unchangedEventType({ eventType }: Trigger): z.ZodType<string> {
  return z.literal(eventType, `"${eventType}": the event type of a trigger cannot change`);
}

/** Body of `POST /triggers/:id/test`. */
export const testTriggerBody = strictObject({ sample_data: jsonObject.nullish() }).optional();

export const triggerAnswer = z
  .object({
    id: z.string(),
    product_environment_id: z.string(),
    uri_type: z.enum(URI_TYPES),
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
