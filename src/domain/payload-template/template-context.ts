import { namespacesOf } from '../event-types';
import type { TemplateNamespace } from '../event-types';
import { isJsonObject } from '../json/is-json-object';

type Json = Readonly<Record<string, unknown>>;

/** What a payload template can read; a namespace that the event's type does not have is missing. */
export type TemplateContext = { readonly [namespace in TemplateNamespace]?: unknown };

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
 * Builds what a payload template can read from a default notification. Source: seed page,
 * payload_template table; decisions.md D12, D13.
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
  const asset = Object.hasOwn(payload, 'resources') ? onlyResource(payload.resources) : payload;
  if (!asset) return undefined;
  const { context } = asset;
  return defined({
    id: asset.asset_id,
    public_id: asset.public_id ?? asset.to_public_id,
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

/** Some types list their resources in an array, others in a map by public id. */
function onlyResource(resources: unknown): Json | undefined {
  const [only, ...others]: readonly unknown[] = Array.isArray(resources)
    ? resources
    : withPublicIds(resources);
  return others.length === 0 && isJsonObject(only) ? only : undefined;
}

function withPublicIds(resources: unknown): readonly unknown[] {
  if (!isJsonObject(resources)) return [];
  return Object.entries(resources).map(
    ([public_id, entry]) => isJsonObject(entry) && { public_id, ...entry },
  );
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
