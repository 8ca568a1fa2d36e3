const VERSION = 1773480413;

/** Values of the keys that the bodies of notifications have. */
const VALUES: Readonly<Record<string, unknown>> = {
  asset_id: '9b2f0a4c6d8e41b3a5c7e9f1d3b5a7c9',
  public_id: 'blue-kettle',
  version: VERSION,
  version_id: 'f1e2d3c4b5a697887766554433221100',
  width: 1600,
  height: 1200,
  format: 'jpg',
  resource_type: 'image',
  created_at: '2026-03-14T09:26:53Z',
  tags: ['kitchen'],
  bytes: 183_012,
  type: 'upload',
  etag: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
  placeholder: false,
  url: `http://res.example.com/image/upload/v${VERSION}/blue-kettle.jpg`,
  secure_url: `https://res.example.com/image/upload/v${VERSION}/blue-kettle.jpg`,
  asset_folder: 'kitchen',
  folder_path: 'kitchen',
  folder_name: 'kitchen',
  display_name: 'Blue kettle',
  original_filename: 'IMG_2041',
  from_public_id: 'kettle',
  to_public_id: 'blue-kettle',
  from_path: 'kitchen',
  to_path: 'archive/kitchen',
  resources: [
    {
      resource_type: 'image',
      type: 'upload',
      asset_id: '9b2f0a4c6d8e41b3a5c7e9f1d3b5a7c9',
      public_id: 'blue-kettle',
    },
  ],
  moderation_status: 'approved',
  moderation_kind: 'manual',
  batch_id: 'sample-batch',
  eager: [{ transformation: 'c_pad,w_400', width: 400, height: 300, bytes: 20_113, format: 'jpg' }],
};

/** Always there, so that a body says what it is about. */
const BASE = ['public_id', 'resource_type', 'type', 'secure_url'];

/**
 * Makes a payload as an event of a type might have it.
 *
 * @param keys of its body, in order, as `GET /event_types` lists them.
 */
export function samplePayload(keys: readonly string[]): Readonly<Record<string, unknown>> {
  const known = keys.filter((key) => key in VALUES);
  const chosen = known.length > 0 ? known : BASE;
  return Object.fromEntries(chosen.map((key) => [key, VALUES[key]]));
}
