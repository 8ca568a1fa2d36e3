/* Made by scripts/generate-notifications.mjs: do not edit. */

/** What happened, when, and who did it. */
export interface NotificationContext {
  /** ISO 8601 in UTC, with microseconds. */
  readonly triggered_at: string;
  readonly triggered_by: {
    readonly source: 'api' | 'ui' | 'service';
    /** API key, or e-mail address of a user; of the service the part that acts. */
    readonly id: string;
  };
  /** Somebody sent it to see whether it arrives: nothing has happened. */
  readonly test?: true;
}

/** What every notification carries. */
export interface CommonNotification {
  readonly notification_context: NotificationContext;
  /** API key whose secret signed. */
  readonly signature_key?: string;
}

/** The access-control settings (public / token / date-window rules) of one or more assets were changed. */
export interface AccessControlChangedNotification extends CommonNotification {
  readonly notification_type: 'access_control_changed';
  readonly source: string;
  readonly resources: readonly {
    readonly asset_id: string;
    readonly public_id: string;
    readonly resource_type: string;
    readonly type: string;
    readonly previous_access_control: readonly unknown[];
    readonly new_access_control: readonly {
      readonly access_type: string;
      readonly start?: string;
      readonly end?: string;
    }[];
  }[];
}

/** A bulk refresh of auto-fetched (remote fetch / auto-upload) assets has completed. Its keys are this project's proposal: no public record shows them. */
export interface BulkRefreshAutoFetchNotification extends CommonNotification {
  readonly notification_type: 'bulk_refresh_auto_fetch';
  readonly timestamp: string;
  readonly request_id: string;
  readonly batch_id: string;
  readonly status: string;
  readonly total_success: number;
  readonly total_failed: number;
}

/** An asset folder was created. */
export interface CreateFolderNotification extends CommonNotification {
  readonly notification_type: 'create_folder';
  readonly source: string;
  readonly folder_path: string;
  readonly folder_name: string;
}

/** One or more assets were deleted (including each asset inside a deleted non-empty folder). */
export interface DeleteNotification extends CommonNotification {
  readonly notification_type: 'delete';
  readonly resources: readonly {
    readonly resource_type: string;
    readonly type: string;
    readonly asset_id: string;
    readonly public_id: string;
    readonly version: number;
    readonly asset_folder: string;
    readonly display_name: string;
  }[];
}

/** An asset was deleted from a client using the short-lived delete token returned at upload time. Its keys are this project's proposal: no public record shows them. */
export interface DeleteByTokenNotification extends CommonNotification {
  readonly notification_type: 'delete_by_token';
  readonly resources: readonly {
    readonly resource_type: string;
    readonly type: string;
    readonly asset_id: string;
    readonly public_id: string;
    readonly version: number;
    readonly asset_folder: string;
    readonly display_name: string;
  }[];
}

/** An asset folder was deleted. */
export interface DeleteFolderNotification extends CommonNotification {
  readonly notification_type: 'delete_folder';
  readonly source: string;
  readonly folder_path: string;
  readonly folder_name: string;
}

/** The (asynchronous) eager transformations requested with upload/explicit have finished; per-item success or failure. */
export interface EagerNotification extends CommonNotification {
  readonly notification_type: 'eager';
  readonly timestamp: string;
  readonly request_id: string;
  readonly eager: readonly {
    readonly transformation: string;
    readonly width?: number;
    readonly height?: number;
    readonly bytes?: number;
    readonly format?: string;
    readonly url?: string;
    readonly secure_url?: string;
    readonly status?: string;
    readonly reason?: string;
  }[];
  readonly batch_id: string;
  readonly asset_id: string;
  readonly public_id: string;
  readonly api_key: string;
}

/** An asynchronous operation failed. Its keys are this project's proposal: no public record shows them. */
export interface ErrorNotification extends CommonNotification {
  readonly notification_type: 'error';
  readonly timestamp: string;
  readonly request_id: string;
  readonly public_id: string;
  readonly batch_id: string;
  readonly error: {
    readonly message: string;
    readonly code: string;
  };
}

/** All derived pages/frames of an exploded multi-page asset have been generated (one notification for the whole job). */
export interface ExplodeNotification extends CommonNotification {
  readonly notification_type: 'explode';
  readonly pages: number;
  readonly image_infos: readonly {
    readonly width: number;
    readonly height: number;
    readonly bytes: number;
    readonly url: string;
    readonly secure_url: string;
  }[];
  readonly batch_id: string;
  readonly asset_id: string;
}

/** An archive (zip/tgz) requested asynchronously has been generated. */
export interface GenerateArchiveNotification extends CommonNotification {
  readonly notification_type: 'generate_archive';
  readonly timestamp: string;
  readonly request_id: string;
  readonly asset_id: string;
  readonly public_id: string;
  readonly version: number;
  readonly version_id: string;
  readonly resource_type: string;
  readonly created_at: string;
  readonly tags: readonly string[];
  readonly bytes: number;
  readonly type: string;
  readonly etag: string;
  readonly placeholder: boolean;
  readonly url: string;
  readonly secure_url: string;
  readonly asset_folder: string;
  readonly display_name: string;
  readonly resource_count: number;
  readonly file_count: number;
}

/** An add-on / analysis job attached to an asset completed or failed (tagging, transcription, chaptering, OCR, conversion ...). */
export interface InfoNotification extends CommonNotification {
  readonly notification_type: 'info';
  readonly info_kind: string;
  readonly info_status: string;
  readonly asset_id: string;
  readonly public_id: string;
  readonly uploaded_at: string;
  readonly version: number;
  readonly url: string;
  readonly secure_url: string;
  readonly etag: string;
  readonly info_data: unknown;
}

/** A CDN invalidation request on a custom CDN configuration completed. Its keys are this project's proposal: no public record shows them. */
export interface InvalidateCustomCdnNotification extends CommonNotification {
  readonly notification_type: 'invalidate_custom_cdn';
  readonly timestamp: string;
  readonly request_id: string;
  readonly status: string;
  readonly urls: readonly string[];
}

/** A single moderation (manual or add-on) of an asset reached a result. */
export interface ModerationNotification extends CommonNotification {
  readonly notification_type: 'moderation';
  readonly moderation_response: unknown;
  readonly moderation_status: string;
  readonly moderation_kind: string;
  readonly moderation_updated_at: string;
  readonly asset_id: string;
  readonly public_id: string;
  readonly uploaded_at: string;
  readonly version: number;
  readonly url: string;
  readonly secure_url: string;
  readonly etag: string | null;
}

/** The combined moderation result of an asset with more than one moderation kind was decided. */
export interface ModerationSummaryNotification extends CommonNotification {
  readonly notification_type: 'moderation_summary';
  readonly moderation_status: string;
  readonly moderation_kind: string;
  readonly moderation_updated_at: string;
  readonly asset_id: string;
  readonly public_id: string;
  readonly uploaded_at: string;
  readonly version: number;
  readonly url: string;
  readonly secure_url: string;
  readonly etag: string;
}

/** One or more assets were moved to a different asset folder (dynamic folder mode). */
export interface MoveNotification extends CommonNotification {
  readonly notification_type: 'move';
  readonly source: string;
  readonly resources: Readonly<Record<string, {
    readonly asset_id: string;
    readonly resource_type: string;
    readonly type: string;
    readonly from_asset_folder: string;
    readonly to_asset_folder: string;
    readonly display_name: string;
  }>>;
}

/** An asset folder was moved or renamed. */
export interface MoveOrRenameAssetFolderNotification extends CommonNotification {
  readonly notification_type: 'move_or_rename_asset_folder';
  readonly from_path: string;
  readonly to_path: string;
  readonly status: string;
}

/** An animated image / video / PDF built from several assets (multi method) has been generated. */
export interface MultiNotification extends CommonNotification {
  readonly notification_type: 'multi';
  readonly url: string;
  readonly secure_url: string;
  readonly asset_id: string;
  readonly public_id: string;
  readonly version: number;
}

/** A creative-approval proof reached a decision in one of its review stages (e.g. approved, changes required). */
export interface ProofStatusChangedNotification extends CommonNotification {
  readonly notification_type: 'proof_status_changed';
  readonly timestamp: string;
  readonly request_id: string;
  readonly proof_id: string;
  readonly proof_name: string;
  readonly previous_status: string;
  readonly new_status: string;
  readonly stage_name: string;
  readonly stage_number: number;
  readonly reviewer: {
    readonly id: string;
    readonly name: string;
  };
  readonly assets: readonly {
    readonly asset_id: string;
    readonly public_id: string;
    readonly resource_type: string;
    readonly type: string;
  }[];
}

/** Assets were published (delivery type switched from private/authenticated to upload) through the publish-resources operation. Its keys are this project's proposal: no public record shows them. */
export interface PublishNotification extends CommonNotification {
  readonly notification_type: 'publish';
  readonly source: string;
  readonly resources: readonly {
    readonly asset_id: string;
    readonly public_id: string;
    readonly resource_type: string;
    readonly type: string;
    readonly version: number;
    readonly url: string;
    readonly secure_url: string;
  }[];
}

/** Related-asset relationships of a primary asset were added or removed. */
export interface RelatedAssetsNotification extends CommonNotification {
  readonly notification_type: 'related_assets';
  readonly action_type: string;
  readonly asset_id: string;
  readonly total_failed: number;
  readonly total_success: number;
}

/** An asset's public ID changed (also covers folder moves in legacy fixed-folder mode). */
export interface RenameNotification extends CommonNotification {
  readonly notification_type: 'rename';
  readonly timestamp: string;
  readonly request_id: string;
  readonly resource_type: string;
  readonly type: string;
  readonly asset_id: string;
  readonly asset_folder: string;
  readonly display_name: string;
  readonly from_public_id: string;
  readonly to_public_id: string;
}

/** An account/usage report that was requested has been generated. Its keys are this project's proposal: no public record shows them. */
export interface ReportNotification extends CommonNotification {
  readonly notification_type: 'report';
  readonly timestamp: string;
  readonly request_id: string;
  readonly report_id: string;
  readonly status: string;
  readonly url: string;
}

/** Contextual (key-value) metadata of one or more assets was added, removed or updated. */
export interface ResourceContextChangedNotification extends CommonNotification {
  readonly notification_type: 'resource_context_changed';
  readonly source: string;
  readonly resources: Readonly<Record<string, {
    readonly added: readonly {
      readonly name: string;
      readonly value: string;
    }[];
    readonly removed: readonly {
      readonly name: string;
      readonly value: string;
    }[];
    readonly updated: readonly {
      readonly name: string;
      readonly value: string;
    }[];
    readonly asset_id: string;
    readonly resource_type: string;
    readonly type: string;
  }>>;
}

/** The display name of one or more assets changed (dynamic folder mode only). */
export interface ResourceDisplayNameChangedNotification extends CommonNotification {
  readonly notification_type: 'resource_display_name_changed';
  readonly timestamp: string;
  readonly request_id: string;
  readonly source: string;
  readonly resources: Readonly<Record<string, {
    readonly previous_display_name: string;
    readonly new_display_name: string;
    readonly asset_id: string;
    readonly public_id: string;
    readonly resource_type: string;
    readonly type: string;
    readonly asset_folder: string;
  }>>;
}

/** Structured metadata values of one or more assets were added, removed or updated. */
export interface ResourceMetadataChangedNotification extends CommonNotification {
  readonly notification_type: 'resource_metadata_changed';
  readonly source: string;
  readonly resources: Readonly<Record<string, {
    readonly previous_metadata: Readonly<Record<string, string>>;
    readonly new_metadata: Readonly<Record<string, string>>;
    readonly asset_id: string;
    readonly resource_type: string;
    readonly type: string;
  }>>;
}

/** Tags of one or more assets were added or removed. */
export interface ResourceTagsChangedNotification extends CommonNotification {
  readonly notification_type: 'resource_tags_changed';
  readonly source: string;
  readonly resources: readonly {
    readonly asset_id: string;
    readonly public_id: string;
    readonly resource_type: string;
    readonly type: string;
    readonly added: readonly string[];
    readonly removed?: readonly string[];
    readonly updated?: readonly unknown[];
  }[];
}

/** An earlier backed-up version of an asset was restored. Its keys are this project's proposal: no public record shows them. */
export interface RestoreAssetVersionNotification extends CommonNotification {
  readonly notification_type: 'restore_asset_version';
  readonly timestamp: string;
  readonly request_id: string;
  readonly source: string;
  readonly asset_id: string;
  readonly public_id: string;
  readonly resource_type: string;
  readonly type: string;
  readonly version: number;
  readonly version_id: string;
  readonly asset_folder: string;
  readonly display_name: string;
}

/** A sprite (combined image + CSS/JSON map) has been generated. */
export interface SpriteNotification extends CommonNotification {
  readonly notification_type: 'sprite';
  readonly css_url: string;
  readonly image_url: string;
  readonly secure_css_url: string;
  readonly secure_image_url: string;
  readonly json_url: string;
  readonly secure_json_url: string;
  readonly version: number;
  readonly asset_id: string;
  readonly public_id: string;
  readonly image_infos: Readonly<Record<string, {
    readonly width: number;
    readonly height: number;
    readonly x: number;
    readonly y: number;
  }>>;
}

/** An asset was uploaded (or re-uploaded / created by explicit); sent when upload processing is complete. */
export interface UploadNotification extends CommonNotification {
  readonly notification_type: 'upload';
  readonly timestamp: string;
  readonly request_id: string;
  readonly asset_id: string;
  readonly public_id: string;
  readonly version: number;
  readonly version_id: string;
  readonly width: number;
  readonly height: number;
  readonly format: string;
  readonly resource_type: string;
  readonly created_at: string;
  readonly tags: readonly string[];
  readonly bytes: number;
  readonly type: string;
  readonly etag: string;
  readonly placeholder: boolean;
  readonly url: string;
  readonly secure_url: string;
  readonly playback_url?: string;
  readonly pages?: number;
  readonly asset_folder?: string;
  readonly display_name?: string;
  readonly folder?: string;
  readonly audio?: {
    readonly codec: string;
    readonly bit_rate: string;
    readonly frequency: number;
    readonly channels: number;
    readonly channel_layout: string;
  };
  readonly video?: {
    readonly pix_format: string;
    readonly codec: string;
    readonly level: number;
    readonly profile: string;
    readonly bit_rate: string;
    readonly time_base: string;
  };
  readonly is_audio?: boolean;
  readonly frame_rate?: number;
  readonly bit_rate?: number;
  readonly duration?: number;
  readonly rotation?: number;
  readonly existing?: boolean;
  readonly original_filename: string;
  readonly original_extension?: string;
  readonly nb_frames?: number;
  readonly eager?: readonly {
    readonly transformation?: string;
    readonly width?: number;
    readonly height?: number;
    readonly bytes?: number;
    readonly format?: string;
    readonly url: string;
    readonly secure_url: string;
    readonly status?: string;
    readonly batch_id?: string;
  }[];
  readonly context?: {
    readonly custom: Readonly<Record<string, string>>;
  };
  readonly metadata?: Readonly<Record<string, string>>;
  readonly moderation?: readonly {
    readonly response: unknown;
    readonly status: string;
    readonly kind: string;
    readonly updated_at: string;
  }[];
  readonly info?: unknown;
  readonly faces?: readonly (readonly number[])[];
  readonly coordinates?: {
    readonly custom: readonly (readonly number[])[];
    readonly faces: readonly (readonly number[])[];
  };
  readonly access_mode?: unknown;
  readonly access_control?: unknown;
  readonly colors?: unknown;
  readonly phash?: unknown;
  readonly quality_analysis?: unknown;
  readonly illustration_score?: unknown;
  readonly api_key: string;
}

/** Deliveries to a host have failed for good. */
export interface DestinationFailingNotification extends CommonNotification {
  readonly notification_type: 'destination_failing';
  readonly timestamp: string;
  readonly destination_host: string;
  readonly failing_since: string;
  readonly failed_deliveries: number;
  readonly last_error: null | {
    readonly code: string;
    readonly http_status: number | null;
    readonly message: string | null;
  };
  readonly last_failed_delivery_id: string;
  readonly deliveries_url: string | null;
}

/** A host that failed has accepted a notification again. */
export interface DestinationRecoveredNotification extends CommonNotification {
  readonly notification_type: 'destination_recovered';
  readonly timestamp: string;
  readonly destination_host: string;
  readonly failing_since: string;
  readonly recovered_at: string;
  readonly failed_deliveries: number;
  readonly last_error: null | {
    readonly code: string;
    readonly http_status: number | null;
    readonly message: string | null;
  };
  readonly last_failed_delivery_id: string;
  readonly deliveries_url: string | null;
}

/** The notification of each event type. */
export interface NotificationByType {
  readonly access_control_changed: AccessControlChangedNotification;
  readonly bulk_refresh_auto_fetch: BulkRefreshAutoFetchNotification;
  readonly create_folder: CreateFolderNotification;
  readonly delete: DeleteNotification;
  readonly delete_by_token: DeleteByTokenNotification;
  readonly delete_folder: DeleteFolderNotification;
  readonly eager: EagerNotification;
  readonly error: ErrorNotification;
  readonly explode: ExplodeNotification;
  readonly generate_archive: GenerateArchiveNotification;
  readonly info: InfoNotification;
  readonly invalidate_custom_cdn: InvalidateCustomCdnNotification;
  readonly moderation: ModerationNotification;
  readonly moderation_summary: ModerationSummaryNotification;
  readonly move: MoveNotification;
  readonly move_or_rename_asset_folder: MoveOrRenameAssetFolderNotification;
  readonly multi: MultiNotification;
  readonly proof_status_changed: ProofStatusChangedNotification;
  readonly publish: PublishNotification;
  readonly related_assets: RelatedAssetsNotification;
  readonly rename: RenameNotification;
  readonly report: ReportNotification;
  readonly resource_context_changed: ResourceContextChangedNotification;
  readonly resource_display_name_changed: ResourceDisplayNameChangedNotification;
  readonly resource_metadata_changed: ResourceMetadataChangedNotification;
  readonly resource_tags_changed: ResourceTagsChangedNotification;
  readonly restore_asset_version: RestoreAssetVersionNotification;
  readonly sprite: SpriteNotification;
  readonly upload: UploadNotification;
  readonly destination_failing: DestinationFailingNotification;
  readonly destination_recovered: DestinationRecoveredNotification;
}

/** Event type of a notification. */
export type NotificationType = keyof NotificationByType;

/** The notification of one event type, or of several. */
export type NotificationOf<T extends NotificationType> = NotificationByType[T];

/** Any notification: `notification_type` tells which. */
export type Notification = NotificationOf<NotificationType>;

export const NOTIFICATION_TYPES: readonly NotificationType[] = [
  'access_control_changed',
  'bulk_refresh_auto_fetch',
  'create_folder',
  'delete',
  'delete_by_token',
  'delete_folder',
  'eager',
  'error',
  'explode',
  'generate_archive',
  'info',
  'invalidate_custom_cdn',
  'moderation',
  'moderation_summary',
  'move',
  'move_or_rename_asset_folder',
  'multi',
  'proof_status_changed',
  'publish',
  'related_assets',
  'rename',
  'report',
  'resource_context_changed',
  'resource_display_name_changed',
  'resource_metadata_changed',
  'resource_tags_changed',
  'restore_asset_version',
  'sprite',
  'upload',
  'destination_failing',
  'destination_recovered',
];
