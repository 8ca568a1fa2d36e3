/** Which namespaces a payload template may read for a type. Source: docs/contract.md §4.1. */
export type TemplateNamespace = 'event' | 'asset' | 'folder' | 'eager' | 'error' | 'raw';

interface EventType {
  /** Value of a trigger's `event_type` and of a body's `notification_type`. */
  readonly name: string;
  /** When it happens. */
  readonly description: string;
  readonly category: string;
  readonly initiatedBy: readonly ('api' | 'ui')[];
  readonly namespaces: readonly TemplateNamespace[];
  /** `invented`: no public record shows this type's body; its keys are this project's proposal. */
  readonly bodyShape: 'known' | 'invented';
  /** Keys in the order in which the contract's bodies have them, without the two that end every body. */
  readonly keyOrder: readonly string[];
}

/** A trigger's event type that receives every event; never a notification's own type. */
export const ALL_EVENTS = 'all';

/** The catalogue of event types. Source: the official clients' enumeration and recorded bodies. */
export const EVENT_TYPES: readonly EventType[] = [
  {
    name: 'access_control_changed',
    description:
      'The access-control settings (public / token / date-window rules) of one or more assets were changed.',
    category: 'asset_update',
    initiatedBy: ['api', 'ui'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'known',
    keyOrder: 'notification_type source resources'.split(' '),
  },
  {
    name: 'bulk_refresh_auto_fetch',
    description: 'A bulk refresh of auto-fetched (remote fetch / auto-upload) assets has completed.',
    category: 'bulk',
    initiatedBy: ['api'],
    namespaces: ['event', 'raw'],
    bodyShape: 'invented',
    keyOrder: 'notification_type timestamp request_id batch_id status total_success total_failed'.split(' '),
  },
  {
    name: 'create_folder',
    description: 'An asset folder was created.',
    category: 'folder',
    initiatedBy: ['api', 'ui'],
    namespaces: ['event', 'folder', 'raw'],
    bodyShape: 'known',
    keyOrder: 'notification_type source folder_path folder_name'.split(' '),
  },
  {
    name: 'delete',
    description: 'One or more assets were deleted (including each asset inside a deleted non-empty folder).',
    category: 'asset_lifecycle',
    initiatedBy: ['api', 'ui'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'known',
    keyOrder: 'notification_type resources'.split(' '),
  },
  {
    name: 'delete_by_token',
    description:
      'An asset was deleted from a client using the short-lived delete token returned at upload time.',
    category: 'asset_lifecycle',
    initiatedBy: ['api'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'invented',
    keyOrder: 'notification_type resources'.split(' '),
  },
  {
    name: 'delete_folder',
    description: 'An asset folder was deleted.',
    category: 'folder',
    initiatedBy: ['api', 'ui'],
    namespaces: ['event', 'folder', 'raw'],
    bodyShape: 'known',
    keyOrder: 'notification_type source folder_path folder_name'.split(' '),
  },
  {
    name: 'eager',
    description:
      'The (asynchronous) eager transformations requested with upload/explicit have finished; per-item success or failure.',
    category: 'processing',
    initiatedBy: ['api', 'ui'],
    namespaces: ['event', 'asset', 'eager', 'raw'],
    bodyShape: 'known',
    keyOrder: 'notification_type timestamp request_id eager batch_id asset_id public_id api_key'.split(' '),
  },
  {
    name: 'error',
    description: 'An asynchronous operation failed.',
    category: 'error',
    initiatedBy: ['api'],
    namespaces: ['event', 'error', 'raw'],
    bodyShape: 'invented',
    keyOrder: 'notification_type timestamp request_id public_id batch_id error'.split(' '),
  },
  {
    name: 'explode',
    description:
      'All derived pages/frames of an exploded multi-page asset have been generated (one notification for the whole job).',
    category: 'processing',
    initiatedBy: ['api'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'known',
    keyOrder: 'notification_type pages image_infos batch_id asset_id'.split(' '),
  },
  {
    name: 'generate_archive',
    description: 'An archive (zip/tgz) requested asynchronously has been generated.',
    category: 'processing',
    initiatedBy: ['api'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'known',
    keyOrder:
      'notification_type timestamp request_id asset_id public_id version version_id resource_type created_at tags bytes type etag placeholder url secure_url asset_folder display_name resource_count file_count'.split(
        ' ',
      ),
  },
  {
    name: 'info',
    description:
      'An add-on / analysis job attached to an asset completed or failed (tagging, transcription, chaptering, OCR, conversion ...).',
    category: 'processing',
    initiatedBy: ['api', 'ui'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'known',
    keyOrder:
      'info_kind info_status asset_id public_id uploaded_at version url secure_url etag notification_type info_data'.split(
        ' ',
      ),
  },
  {
    name: 'invalidate_custom_cdn',
    description: 'A CDN invalidation request on a custom CDN configuration completed.',
    category: 'delivery',
    initiatedBy: ['api'],
    namespaces: ['event', 'raw'],
    bodyShape: 'invented',
    keyOrder: 'notification_type timestamp request_id status urls'.split(' '),
  },
  {
    name: 'moderation',
    description: 'A single moderation (manual or add-on) of an asset reached a result.',
    category: 'moderation',
    initiatedBy: ['api', 'ui'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'known',
    keyOrder:
      'moderation_response moderation_status moderation_kind moderation_updated_at asset_id public_id uploaded_at version url secure_url etag notification_type'.split(
        ' ',
      ),
  },
  {
    name: 'moderation_summary',
    description: 'The combined moderation result of an asset with more than one moderation kind was decided.',
    category: 'moderation',
    initiatedBy: ['api', 'ui'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'known',
    keyOrder:
      'moderation_status moderation_kind moderation_updated_at asset_id public_id uploaded_at version url secure_url etag notification_type'.split(
        ' ',
      ),
  },
  {
    name: 'move',
    description: 'One or more assets were moved to a different asset folder (dynamic folder mode).',
    category: 'asset_update',
    initiatedBy: ['api', 'ui'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'known',
    keyOrder: 'notification_type source resources'.split(' '),
  },
  {
    name: 'move_or_rename_asset_folder',
    description: 'An asset folder was moved or renamed.',
    category: 'folder',
    initiatedBy: ['api', 'ui'],
    namespaces: ['event', 'raw'],
    bodyShape: 'known',
    keyOrder: 'notification_type from_path to_path status'.split(' '),
  },
  {
    name: 'multi',
    description:
      'An animated image / video / PDF built from several assets (multi method) has been generated.',
    category: 'processing',
    initiatedBy: ['api'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'known',
    keyOrder: 'notification_type url secure_url asset_id public_id version'.split(' '),
  },
  {
    name: 'proof_status_changed',
    description:
      'A creative-approval proof reached a decision in one of its review stages (e.g. approved, changes required).',
    category: 'creative_approval',
    initiatedBy: ['ui'],
    namespaces: ['event', 'raw'],
    bodyShape: 'known',
    keyOrder:
      'notification_type timestamp request_id proof_id proof_name previous_status new_status stage_name stage_number reviewer assets'.split(
        ' ',
      ),
  },
  {
    name: 'publish',
    description:
      'Assets were published (delivery type switched from private/authenticated to upload) through the publish-resources operation.',
    category: 'asset_update',
    initiatedBy: ['api'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'invented',
    keyOrder: 'notification_type source resources'.split(' '),
  },
  {
    name: 'related_assets',
    description: 'Related-asset relationships of a primary asset were added or removed.',
    category: 'asset_update',
    initiatedBy: ['api', 'ui'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'known',
    keyOrder: 'notification_type action_type asset_id total_failed total_success'.split(' '),
  },
  {
    name: 'rename',
    description: "An asset's public ID changed (also covers folder moves in legacy fixed-folder mode).",
    category: 'asset_update',
    initiatedBy: ['api', 'ui'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'known',
    keyOrder:
      'notification_type timestamp request_id resource_type type asset_id asset_folder display_name from_public_id to_public_id'.split(
        ' ',
      ),
  },
  {
    name: 'report',
    description: 'An account/usage report that was requested has been generated.',
    category: 'report',
    initiatedBy: ['api', 'ui'],
    namespaces: ['event', 'raw'],
    bodyShape: 'invented',
    keyOrder: 'notification_type timestamp request_id report_id status url'.split(' '),
  },
  {
    name: 'resource_context_changed',
    description: 'Contextual (key-value) metadata of one or more assets was added, removed or updated.',
    category: 'asset_update',
    initiatedBy: ['api', 'ui'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'known',
    keyOrder: 'notification_type source resources'.split(' '),
  },
  {
    name: 'resource_display_name_changed',
    description: 'The display name of one or more assets changed (dynamic folder mode only).',
    category: 'asset_update',
    initiatedBy: ['api', 'ui'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'known',
    keyOrder: 'notification_type timestamp request_id source resources'.split(' '),
  },
  {
    name: 'resource_metadata_changed',
    description: 'Structured metadata values of one or more assets were added, removed or updated.',
    category: 'asset_update',
    initiatedBy: ['api', 'ui'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'known',
    keyOrder: 'notification_type source resources'.split(' '),
  },
  {
    name: 'resource_tags_changed',
    description: 'Tags of one or more assets were added or removed.',
    category: 'asset_update',
    initiatedBy: ['api', 'ui'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'known',
    keyOrder: 'notification_type source resources'.split(' '),
  },
  {
    name: 'restore_asset_version',
    description: 'An earlier backed-up version of an asset was restored.',
    category: 'asset_lifecycle',
    initiatedBy: ['api', 'ui'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'invented',
    keyOrder:
      'notification_type timestamp request_id source asset_id public_id resource_type type version version_id asset_folder display_name'.split(
        ' ',
      ),
  },
  {
    name: 'sprite',
    description: 'A sprite (combined image + CSS/JSON map) has been generated.',
    category: 'processing',
    initiatedBy: ['api'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'known',
    keyOrder:
      'css_url image_url secure_css_url secure_image_url json_url secure_json_url version asset_id public_id image_infos notification_type'.split(
        ' ',
      ),
  },
  {
    name: 'upload',
    description:
      'An asset was uploaded (or re-uploaded / created by explicit); sent when upload processing is complete.',
    category: 'asset_lifecycle',
    initiatedBy: ['api', 'ui'],
    namespaces: ['event', 'asset', 'raw'],
    bodyShape: 'known',
    keyOrder:
      'notification_type timestamp request_id asset_id public_id version version_id width height format resource_type created_at tags bytes type etag placeholder url secure_url playback_url pages asset_folder display_name folder audio video is_audio frame_rate bit_rate duration rotation existing original_filename original_extension nb_frames eager context metadata moderation info faces coordinates access_mode access_control colors phash quality_analysis illustration_score api_key'.split(
        ' ',
      ),
  },
];

const byName = new Map(EVENT_TYPES.map((type) => [type.name, type]));

/** Names of all types that an event can have. */
export const EVENT_TYPE_NAMES: readonly string[] = EVENT_TYPES.map(({ name }) => name);

export function findEventType(name: string): EventType | undefined {
  return byName.get(name);
}

export function isEventType(name: string): boolean {
  return byName.has(name);
}

/** Whether a trigger may ask for it: any event type, or `all`. */
export function isTriggerEventType(name: string): boolean {
  return name === ALL_EVENTS || byName.has(name);
}

/** @returns the two that every notification has, for a type that is not in the catalogue. */
export function namespacesOf(eventType: string): readonly TemplateNamespace[] {
  return byName.get(eventType)?.namespaces ?? ['event', 'raw'];
}

/** An event type as people read it: "Resource tags changed" for `resource_tags_changed`. */
export function eventTypeLabel(name: string): string {
  if (name === ALL_EVENTS) return 'Default - All notifications';
  const words = name.replaceAll('_', ' ').replace(/\bcdn\b/, 'CDN');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
