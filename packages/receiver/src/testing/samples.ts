/* Made by scripts/generate-notifications.mjs: do not edit. */
import type { NotificationByType } from '../notifications.ts';

/** A notification of each event type. */
export const SAMPLES: NotificationByType = {
  access_control_changed: {
    "notification_type": "access_control_changed",
    "source": "ui",
    "resources": [
      {
        "asset_id": "9504be5ec7eef3373d7798281020b865",
        "public_id": "blue-kettle",
        "resource_type": "image",
        "type": "upload",
        "previous_access_control": [],
        "new_access_control": [
          {
            "access_type": "token"
          },
          {
            "access_type": "anonymous",
            "start": "2026-04-01T00:00:00Z",
            "end": "2026-05-01T00:00:00Z"
          }
        ]
      }
    ],
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "ui",
        "id": "dana.editor@example.com"
      }
    },
    "signature_key": "738291046655821"
  },
  bulk_refresh_auto_fetch: {
    "notification_type": "bulk_refresh_auto_fetch",
    "timestamp": "2026-03-14T09:26:53+00:00",
    "request_id": "8885125bd846c10b39916d7b639f8999",
    "batch_id": "d1250d8d2e3265142e12e999af2d95b772e7d85459d470ac488264e59abf6679",
    "status": "complete",
    "total_success": 40,
    "total_failed": 0,
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "api",
        "id": "738291046655821"
      }
    },
    "signature_key": "738291046655821"
  },
  create_folder: {
    "notification_type": "create_folder",
    "source": "ui",
    "folder_path": "catalog/spring",
    "folder_name": "spring",
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "ui",
        "id": "dana.editor@example.com"
      }
    },
    "signature_key": "738291046655821"
  },
  delete: {
    "notification_type": "delete",
    "resources": [
      {
        "resource_type": "image",
        "type": "upload",
        "asset_id": "9504be5ec7eef3373d7798281020b865",
        "public_id": "blue-kettle",
        "version": 1773480413,
        "asset_folder": "",
        "display_name": "blue-kettle"
      }
    ],
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "ui",
        "id": "dana.editor@example.com"
      }
    },
    "signature_key": "738291046655821"
  },
  delete_by_token: {
    "notification_type": "delete_by_token",
    "resources": [
      {
        "resource_type": "image",
        "type": "upload",
        "asset_id": "9504be5ec7eef3373d7798281020b865",
        "public_id": "blue-kettle",
        "version": 1773480413,
        "asset_folder": "",
        "display_name": "blue-kettle"
      }
    ],
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "api",
        "id": "738291046655821"
      }
    },
    "signature_key": "738291046655821"
  },
  delete_folder: {
    "notification_type": "delete_folder",
    "source": "ui",
    "folder_path": "catalog/spring",
    "folder_name": "spring",
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "ui",
        "id": "dana.editor@example.com"
      }
    },
    "signature_key": "738291046655821"
  },
  eager: {
    "notification_type": "eager",
    "timestamp": "2026-03-14T09:27:08+00:00",
    "request_id": "d9d21f3c10db2eee267e2d32a6a95301",
    "eager": [
      {
        "transformation": "c_pad,h_300,w_300",
        "width": 300,
        "height": 300,
        "bytes": 18422,
        "format": "jpg",
        "url": "http://res.cloudinary.com/acme-media/image/upload/c_pad,h_300,w_300/v1773480413/blue-kettle.jpg",
        "secure_url": "https://res.cloudinary.com/acme-media/image/upload/c_pad,h_300,w_300/v1773480413/blue-kettle.jpg"
      },
      {
        "transformation": "c_crop,g_north,h_100,w_160",
        "width": 160,
        "height": 100,
        "bytes": 7210,
        "format": "jpg",
        "url": "http://res.cloudinary.com/acme-media/image/upload/c_crop,g_north,h_100,w_160/v1773480413/blue-kettle.jpg",
        "secure_url": "https://res.cloudinary.com/acme-media/image/upload/c_crop,g_north,h_100,w_160/v1773480413/blue-kettle.jpg"
      }
    ],
    "batch_id": "c1200150db6eaea195b070da7effc26c779ec0e2f18d7c2853f9fd20ecc15818",
    "asset_id": "9504be5ec7eef3373d7798281020b865",
    "public_id": "blue-kettle",
    "api_key": "738291046655821",
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "api",
        "id": "738291046655821"
      }
    },
    "signature_key": "738291046655821"
  },
  error: {
    "notification_type": "error",
    "timestamp": "2026-03-14T09:26:53+00:00",
    "request_id": "3e70bcbc321a3632e9e856857bd78e1a",
    "public_id": "remote/broken",
    "batch_id": "2e72629ed99f8f8e63a37baf36607ec52cbd642ed7978691fbb5b19bbf31b9a6",
    "error": {
      "message": "Resource not found - https://example.com/missing.jpg",
      "code": "not_found"
    },
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "api",
        "id": "738291046655821"
      }
    },
    "signature_key": "738291046655821"
  },
  explode: {
    "notification_type": "explode",
    "pages": 2,
    "image_infos": [
      {
        "width": 1240,
        "height": 1754,
        "bytes": 90111,
        "url": "http://res.cloudinary.com/acme-media/image/upload/pg_1/v1773480413/press/annual-brief.png",
        "secure_url": "https://res.cloudinary.com/acme-media/image/upload/pg_1/v1773480413/press/annual-brief.png"
      },
      {
        "width": 1240,
        "height": 1754,
        "bytes": 90111,
        "url": "http://res.cloudinary.com/acme-media/image/upload/pg_2/v1773480413/press/annual-brief.png",
        "secure_url": "https://res.cloudinary.com/acme-media/image/upload/pg_2/v1773480413/press/annual-brief.png"
      }
    ],
    "batch_id": "471f3cf9fbf4cccb18995220a65c86a2905fc1dd3440cd9a25a9b5e6eea3dd71",
    "asset_id": "7722d72c0e6916a82a36bb3f640ae54b",
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "api",
        "id": "738291046655821"
      }
    },
    "signature_key": "738291046655821"
  },
  generate_archive: {
    "notification_type": "generate_archive",
    "timestamp": "2026-03-14T09:26:53+00:00",
    "request_id": "333c43e7890237c27400f72d355c6c55",
    "asset_id": "677f2f333b83598db1ead6ad6dd35831",
    "public_id": "exports/spring.zip",
    "version": 1773480413,
    "version_id": "57d47fa26e3ab6ffbb6c61e92001a959",
    "resource_type": "raw",
    "created_at": "2026-03-14T09:26:53Z",
    "tags": [
      "export"
    ],
    "bytes": 4410233,
    "type": "upload",
    "etag": "fe55584d70d1e7270a83ec712b9f55d2",
    "placeholder": false,
    "url": "http://res.cloudinary.com/acme-media/raw/upload/v1773480413/exports/spring.zip",
    "secure_url": "https://res.cloudinary.com/acme-media/raw/upload/v1773480413/exports/spring.zip",
    "asset_folder": "exports",
    "display_name": "spring.zip",
    "resource_count": 14,
    "file_count": 14,
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "api",
        "id": "738291046655821"
      }
    },
    "signature_key": "738291046655821"
  },
  info: {
    "info_kind": "google_video_tagging",
    "info_status": "complete",
    "asset_id": "b9ce5ffedab214a64ad60683a9b813cf",
    "public_id": "studio/kettle-spin",
    "uploaded_at": "2026-03-14T09:26:53Z",
    "version": 1773480413,
    "url": "http://res.cloudinary.com/acme-media/video/upload/v1773480413/studio/kettle-spin.mp4",
    "secure_url": "https://res.cloudinary.com/acme-media/video/upload/v1773480413/studio/kettle-spin.mp4",
    "etag": "b44b568cf1834d654dd1945924167161",
    "notification_type": "info",
    "info_data": [
      {
        "tag": "kettle",
        "categories": [
          "kitchenware"
        ],
        "start_time_offset": 0,
        "end_time_offset": 13.9,
        "confidence": 0.91,
        "shot_level": false
      }
    ],
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "api",
        "id": "738291046655821"
      }
    },
    "signature_key": "738291046655821"
  },
  invalidate_custom_cdn: {
    "notification_type": "invalidate_custom_cdn",
    "timestamp": "2026-03-14T09:26:53+00:00",
    "request_id": "d81217eadab44f4c75e9c7074eea1119",
    "status": "complete",
    "urls": [
      "https://res.cloudinary.com/acme-media/image/upload/v1773480413/blue-kettle.jpg"
    ],
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "api",
        "id": "738291046655821"
      }
    },
    "signature_key": "738291046655821"
  },
  moderation: {
    "moderation_response": {
      "moderation_confidence": "POSSIBLE",
      "frames": []
    },
    "moderation_status": "approved",
    "moderation_kind": "google_video_moderation",
    "moderation_updated_at": "2026-03-14T09:27:31Z",
    "asset_id": "a29919ebf21e2eecf3bba69f24fc0a0f",
    "public_id": "ugc/clip-88",
    "uploaded_at": "2026-03-14T09:26:53Z",
    "version": 1773480413,
    "url": "http://res.cloudinary.com/acme-media/video/upload/v1773480413/ugc/clip-88.mp4",
    "secure_url": "https://res.cloudinary.com/acme-media/video/upload/v1773480413/ugc/clip-88.mp4",
    "etag": "b7da763e2838358feb5d4a8a3cfc0692",
    "notification_type": "moderation",
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "api",
        "id": "738291046655821"
      }
    },
    "signature_key": "738291046655821"
  },
  moderation_summary: {
    "moderation_status": "approved",
    "moderation_kind": "aws_rek",
    "moderation_updated_at": "2026-03-14T09:27:40Z",
    "asset_id": "fde0f28e31a3e4ea60f59f4dbc55c335",
    "public_id": "ugc/pic-12",
    "uploaded_at": "2026-03-14T09:26:53Z",
    "version": 1773480413,
    "url": "http://res.cloudinary.com/acme-media/image/upload/v1773480413/ugc/pic-12.jpg",
    "secure_url": "https://res.cloudinary.com/acme-media/image/upload/v1773480413/ugc/pic-12.jpg",
    "etag": "dccb930deba255f468a749bd2036efc3",
    "notification_type": "moderation_summary",
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "api",
        "id": "738291046655821"
      }
    },
    "signature_key": "738291046655821"
  },
  move: {
    "notification_type": "move",
    "source": "ui",
    "resources": {
      "blue-kettle": {
        "asset_id": "9504be5ec7eef3373d7798281020b865",
        "resource_type": "image",
        "type": "upload",
        "from_asset_folder": "inbox",
        "to_asset_folder": "catalog/spring",
        "display_name": "blue-kettle"
      }
    },
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "ui",
        "id": "dana.editor@example.com"
      }
    },
    "signature_key": "738291046655821"
  },
  move_or_rename_asset_folder: {
    "notification_type": "move_or_rename_asset_folder",
    "from_path": "inbox/march",
    "to_path": "catalog/march",
    "status": "success",
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "ui",
        "id": "dana.editor@example.com"
      }
    },
    "signature_key": "738291046655821"
  },
  multi: {
    "notification_type": "multi",
    "url": "http://res.cloudinary.com/acme-media/image/multi/v1773480413/spin-frames.gif",
    "secure_url": "https://res.cloudinary.com/acme-media/image/multi/v1773480413/spin-frames.gif",
    "asset_id": "6478a0a27984700a630ea307aee32181",
    "public_id": "spin-frames",
    "version": 1773480413,
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "api",
        "id": "738291046655821"
      }
    },
    "signature_key": "738291046655821"
  },
  proof_status_changed: {
    "notification_type": "proof_status_changed",
    "timestamp": "2026-03-14T09:26:53+00:00",
    "request_id": "ace276782460a6be41ef05b2c582afe4",
    "proof_id": "2178dab95346eac739a287cf07fdcda7",
    "proof_name": "Spring campaign v2",
    "previous_status": "in_review",
    "new_status": "approved",
    "stage_name": "Legal",
    "stage_number": 2,
    "reviewer": {
      "id": "dd7ac36a9885a8972b79cd89",
      "name": "Dana Editor"
    },
    "assets": [
      {
        "asset_id": "9504be5ec7eef3373d7798281020b865",
        "public_id": "blue-kettle",
        "resource_type": "image",
        "type": "upload"
      }
    ],
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "ui",
        "id": "dana.editor@example.com"
      }
    },
    "signature_key": "738291046655821"
  },
  publish: {
    "notification_type": "publish",
    "source": "api",
    "resources": [
      {
        "asset_id": "9504be5ec7eef3373d7798281020b865",
        "public_id": "blue-kettle",
        "resource_type": "image",
        "type": "upload",
        "version": 1773480413,
        "url": "http://res.cloudinary.com/acme-media/image/upload/v1773480413/blue-kettle.jpg",
        "secure_url": "https://res.cloudinary.com/acme-media/image/upload/v1773480413/blue-kettle.jpg"
      }
    ],
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "api",
        "id": "738291046655821"
      }
    },
    "signature_key": "738291046655821"
  },
  related_assets: {
    "notification_type": "related_assets",
    "action_type": "add",
    "asset_id": "9504be5ec7eef3373d7798281020b865",
    "total_failed": 0,
    "total_success": 2,
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "api",
        "id": "738291046655821"
      }
    },
    "signature_key": "738291046655821"
  },
  rename: {
    "notification_type": "rename",
    "timestamp": "2026-03-14T09:26:53+00:00",
    "request_id": "53147bda0b4c7cb8641a6c15b037ac2a",
    "resource_type": "image",
    "type": "upload",
    "asset_id": "9504be5ec7eef3373d7798281020b865",
    "asset_folder": "",
    "display_name": "blue-kettle",
    "from_public_id": "blue-kettle",
    "to_public_id": "cobalt-kettle",
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "api",
        "id": "738291046655821"
      }
    },
    "signature_key": "738291046655821"
  },
  report: {
    "notification_type": "report",
    "timestamp": "2026-03-14T09:26:53+00:00",
    "request_id": "03da1c7decd4b4556374f71ab9b30c75",
    "report_id": "87338f8deb09a4eb4ef6b052cc126bc3",
    "status": "complete",
    "url": "https://res.cloudinary.com/acme-media/raw/upload/reports/usage.csv",
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "api",
        "id": "738291046655821"
      }
    },
    "signature_key": "738291046655821"
  },
  resource_context_changed: {
    "notification_type": "resource_context_changed",
    "source": "api",
    "resources": {
      "blue-kettle": {
        "added": [
          {
            "name": "alt",
            "value": "Blue kettle on a hob"
          }
        ],
        "removed": [
          {
            "name": "credit",
            "value": "Studio B"
          }
        ],
        "updated": [
          {
            "name": "caption",
            "value": "Kettle, cobalt"
          }
        ],
        "asset_id": "9504be5ec7eef3373d7798281020b865",
        "resource_type": "image",
        "type": "upload"
      }
    },
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "api",
        "id": "738291046655821"
      }
    },
    "signature_key": "738291046655821"
  },
  resource_display_name_changed: {
    "notification_type": "resource_display_name_changed",
    "timestamp": "2026-03-14T09:26:53+00:00",
    "request_id": "6e7868427ba26454248918e47377297e",
    "source": "ui",
    "resources": {
      "blue-kettle": {
        "previous_display_name": "blue-kettle",
        "new_display_name": "Cobalt kettle",
        "asset_id": "9504be5ec7eef3373d7798281020b865",
        "public_id": "blue-kettle",
        "resource_type": "image",
        "type": "upload",
        "asset_folder": "catalog"
      }
    },
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "ui",
        "id": "dana.editor@example.com"
      }
    },
    "signature_key": "738291046655821"
  },
  resource_metadata_changed: {
    "notification_type": "resource_metadata_changed",
    "source": "ui",
    "resources": {
      "blue-kettle": {
        "previous_metadata": {
          "publish_state": "draft"
        },
        "new_metadata": {
          "publish_state": "live",
          "campaign_id": "C-204"
        },
        "asset_id": "9504be5ec7eef3373d7798281020b865",
        "resource_type": "image",
        "type": "upload"
      }
    },
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "ui",
        "id": "dana.editor@example.com"
      }
    },
    "signature_key": "738291046655821"
  },
  resource_tags_changed: {
    "notification_type": "resource_tags_changed",
    "source": "ui",
    "resources": [
      {
        "asset_id": "9504be5ec7eef3373d7798281020b865",
        "public_id": "blue-kettle",
        "resource_type": "image",
        "type": "upload",
        "added": [
          "spring",
          "kitchen"
        ]
      }
    ],
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "ui",
        "id": "dana.editor@example.com"
      }
    },
    "signature_key": "738291046655821"
  },
  restore_asset_version: {
    "notification_type": "restore_asset_version",
    "timestamp": "2026-03-14T09:26:53+00:00",
    "request_id": "ac9c8a9e01bea9716b0e6ff577e8b41a",
    "source": "ui",
    "asset_id": "9504be5ec7eef3373d7798281020b865",
    "public_id": "blue-kettle",
    "resource_type": "image",
    "type": "upload",
    "version": 1773480413,
    "version_id": "9b2f5bd2b5c9ed24254458ed8ffc229e",
    "asset_folder": "catalog",
    "display_name": "blue-kettle",
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "ui",
        "id": "dana.editor@example.com"
      }
    },
    "signature_key": "738291046655821"
  },
  sprite: {
    "css_url": "http://res.cloudinary.com/acme-media/image/sprite/v1773480413/sprite-icons.css",
    "image_url": "http://res.cloudinary.com/acme-media/image/sprite/v1773480413/sprite-icons.png",
    "secure_css_url": "https://res.cloudinary.com/acme-media/image/sprite/v1773480413/sprite-icons.css",
    "secure_image_url": "https://res.cloudinary.com/acme-media/image/sprite/v1773480413/sprite-icons.png",
    "json_url": "http://res.cloudinary.com/acme-media/image/sprite/v1773480413/sprite-icons.json",
    "secure_json_url": "https://res.cloudinary.com/acme-media/image/sprite/v1773480413/sprite-icons.json",
    "version": 1773480413,
    "asset_id": "fc171336698dee59864799ecd508433a",
    "public_id": "sprite-icons",
    "image_infos": {
      "http://res.cloudinary.com/acme-media/image/upload/v1/icons/mug.png": {
        "width": 64,
        "height": 64,
        "x": 0,
        "y": 0
      },
      "http://res.cloudinary.com/acme-media/image/upload/v1/icons/kettle.png": {
        "width": 64,
        "height": 64,
        "x": 0,
        "y": 66
      }
    },
    "notification_type": "sprite",
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "api",
        "id": "738291046655821"
      }
    },
    "signature_key": "738291046655821"
  },
  upload: {
    "notification_type": "upload",
    "timestamp": "2026-03-14T09:26:53+00:00",
    "request_id": "d9d21f3c10db2eee267e2d32a6a95301",
    "asset_id": "9504be5ec7eef3373d7798281020b865",
    "public_id": "blue-kettle",
    "version": 1773480413,
    "version_id": "c7894580fa681fa9fb943baf1c4792a8",
    "width": 1600,
    "height": 1200,
    "format": "jpg",
    "resource_type": "image",
    "created_at": "2026-03-14T09:26:53Z",
    "tags": [],
    "bytes": 284113,
    "type": "upload",
    "etag": "75740d12f58974a4362aa1ffc551b18a",
    "placeholder": false,
    "url": "http://res.cloudinary.com/acme-media/image/upload/v1773480413/blue-kettle.jpg",
    "secure_url": "https://res.cloudinary.com/acme-media/image/upload/v1773480413/blue-kettle.jpg",
    "asset_folder": "",
    "display_name": "blue-kettle",
    "original_filename": "IMG_2041",
    "api_key": "738291046655821",
    "notification_context": {
      "triggered_at": "2026-03-14T09:26:53.589793Z",
      "triggered_by": {
        "source": "api",
        "id": "738291046655821"
      }
    },
    "signature_key": "738291046655821"
  },
  destination_failing: {
    "notification_type": "destination_failing",
    "timestamp": "2026-03-14T09:44:53+00:00",
    "destination_host": "hooks.example.com",
    "failing_since": "2026-03-14T09:26:53.589Z",
    "failed_deliveries": 1,
    "last_error": {
      "code": "http_status",
      "http_status": 503,
      "message": "the receiver answered 503, expected 200"
    },
    "last_failed_delivery_id": "5d2c1f0e9b8a7c6d5e4f3a2b1c0d9e8f",
    "deliveries_url": "https://webhooks.example.com/console/deliveries?destination_host=hooks.example.com&status=failed",
    "notification_context": {
      "triggered_at": "2026-03-14T09:44:53.589000Z",
      "triggered_by": {
        "source": "service",
        "id": "failure_notifications"
      }
    },
    "signature_key": "738291046655821"
  },
  destination_recovered: {
    "notification_type": "destination_recovered",
    "timestamp": "2026-03-14T10:03:12+00:00",
    "destination_host": "hooks.example.com",
    "failing_since": "2026-03-14T09:26:53.589Z",
    "recovered_at": "2026-03-14T10:03:12.004Z",
    "failed_deliveries": 7,
    "last_error": {
      "code": "timeout",
      "http_status": null,
      "message": "no complete answer within 20 s"
    },
    "last_failed_delivery_id": "0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d",
    "deliveries_url": "https://webhooks.example.com/console/deliveries?destination_host=hooks.example.com&status=failed",
    "notification_context": {
      "triggered_at": "2026-03-14T10:03:12.004000Z",
      "triggered_by": {
        "source": "service",
        "id": "failure_notifications"
      }
    },
    "signature_key": "738291046655821"
  },
};
