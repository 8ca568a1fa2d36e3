import { namespacesOf } from '../../events/event-types';
import type { TemplateNamespace } from '../../events/event-types';
import { utf8Length, isJsonObject } from '../../json/json-values';
import type { PayloadTemplate } from '../trigger';
import { BudgetedWriter, OwnPropertyContext } from './guarded-mustache';

/** The values that a payload template can read; a namespace that the event's type does not have is missing. */
export type TemplateContext = { readonly [namespace in TemplateNamespace]?: unknown };

/** UTF-8 bytes of the rendered body. */
const MAX_BODY_BYTES = 262_144;

/**
 * Renders a trigger's payload template to the text that is signed and sent. It is compact JSON with exactly the
 * template's keys, since each string leaf is rendered on its own. Never throws and never changes the context. Source:
 * docs/decisions.md D10, D11.
 *
 * @returns the reason instead, when rendering fails or exceeds its budget.
 */
export function renderPayloadTemplate(
  template: PayloadTemplate,
  context: TemplateContext,
): { readonly body: string } | { readonly error: string } {
  try {
    const writer = new BudgetedWriter();
    const view = new OwnPropertyContext(context);
    const body = JSON.stringify(
      mapStrings(template, (leaf) => (leaf.includes('{{') ? writer.render(leaf, view) : leaf)),
    );
    const bytes = utf8Length(body);
    if (bytes > MAX_BODY_BYTES) throw new Error(`the body has ${bytes} bytes, more than ${MAX_BODY_BYTES}`);
    return { body };
  } catch (error) {
    return { error: `payload template failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Copies a JSON value with its string values replaced; keys and everything else stay. */
function mapStrings(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((element) => mapStrings(element, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapStrings(member, replace)]));
}

type Json = Readonly<Record<string, unknown>>;

interface TemplateContextInput {
  readonly eventType: string;
  /** The default notification. */
  readonly payload: Json;
  /** For `event.timestamp` where the type's payload has none. `2026-03-14T09:26:53+00:00`. */
  readonly timestamp: string;
  /** For `event.request_id` where the type's payload has none. */
  readonly requestId: string;
}

type NamespaceBuilder = (input: TemplateContextInput) => unknown;

const BUILDERS: { readonly [namespace in TemplateNamespace]: NamespaceBuilder } = {
  event: ({ eventType, payload, timestamp, requestId }) => ({
    type: eventType,
    timestamp: payload.timestamp ?? timestamp,
    request_id: payload.request_id ?? requestId,
  }),
  asset: ({ payload }) => assetOf(payload),
  folder: ({ payload }) => defined({ path: payload.folder_path, name: payload.folder_name }),
  eager: ({ payload }) => eagerOf(payload),
  error: ({ payload }) => {
    const error = isJsonObject(payload.error) ? payload.error : {};
    return defined({ message: error.message, code: error.code });
  },
  raw: ({ payload }) => payload,
};

export const TEMPLATE_NAMESPACES: readonly string[] = Object.keys(BUILDERS);

/**
 * Builds what a payload template can read from a default notification. Source: docs/contract.md §4.1;
 * docs/decisions.md D12, D13.
 */
export function templateContext(input: TemplateContextInput): TemplateContext {
  return defined(
    Object.fromEntries(
      namespacesOf(input.eventType).map((namespace) => [namespace, BUILDERS[namespace](input)]),
    ),
  );
}

/** @returns `undefined` for a notification of several resources. */
function assetOf(payload: Json): Json | undefined {
  if (!Object.hasOwn(payload, 'resources')) return fieldsOf(payload);
  const { resources } = payload;
  // Some types list their resources in an array, others in a map by public id.
  if (Array.isArray(resources)) return fieldsOf(onlyOne<unknown>(resources));
  if (!isJsonObject(resources)) return undefined;
  const publicId = onlyOne(Object.keys(resources));
  return publicId === undefined ? undefined : fieldsOf(resources[publicId], publicId);
}

function onlyOne<Each>(list: readonly Each[]): Each | undefined {
  return list.length === 1 ? list[0] : undefined;
}

/** @param publicId of an asset that may not name itself. */
function fieldsOf(asset: unknown, publicId?: string): Json | undefined {
  if (!isJsonObject(asset)) return undefined;
  const { context } = asset;
  return defined({
    id: asset.asset_id,
    public_id: asset.public_id ?? publicId ?? asset.to_public_id,
    resource_type: asset.resource_type,
    delivery_type: asset.type,
    folder: asset.asset_folder ?? asset.to_asset_folder ?? asset.folder,
    format: asset.format,
    version: asset.version,
    width: asset.width,
    height: asset.height,
    bytes: asset.bytes,
    url: asset.url,
    secure_url: asset.secure_url,
    tags: asset.tags,
    context: isJsonObject(context) && isJsonObject(context.custom) ? context.custom : context,
    metadata: asset.metadata ?? asset.new_metadata,
  });
}

function eagerOf({ eager, batch_id }: Json): Json {
  const isFailed =
    Array.isArray(eager) && eager.some((entry) => isJsonObject(entry) && entry.status === 'failed');
  return defined({ transformations: eager, batch_id, status: isFailed ? 'failed' : 'complete' });
}

/** Leaves out what is missing, so that it does not hide a value of the same name further out. */
function defined(members: Json): Json {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
