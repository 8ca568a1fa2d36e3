import { findEventType } from './event-types';

const VERSION = 1_773_480_413;
const PUBLIC_ID = 'sample/blue-kettle';
const FOLDER = 'sample';

/** By key of a body. What the envelope adds is not among them. */
const VALUES: Readonly<Record<string, unknown>> = {
  asset_id: '4f1c9e0b7a2d4d6f8b3a5c7e9f1d2b4c',
  public_id: PUBLIC_ID,
  version: VERSION,
  version_id: '5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d',
  width: 1600,
  height: 1200,
  format: 'jpg',
  resource_type: 'image',
  created_at: '2026-03-14T09:26:53Z',
  tags: ['sample'],
  bytes: 183_012,
  type: 'upload',
  etag: '0c1b2a39485766758493a2b1c0d9e8f7',
  placeholder: false,
  url: `http://res.example.com/image/upload/v${VERSION}/${PUBLIC_ID}.jpg`,
  secure_url: `https://res.example.com/image/upload/v${VERSION}/${PUBLIC_ID}.jpg`,
  asset_folder: FOLDER,
  display_name: 'Blue kettle',
  folder_path: FOLDER,
  folder_name: FOLDER,
  from_public_id: 'sample/kettle',
  to_public_id: PUBLIC_ID,
  from_path: FOLDER,
  to_path: `archive/${FOLDER}`,
  resources: [{ resource_type: 'image', type: 'upload', public_id: PUBLIC_ID }],
  moderation_status: 'approved',
  moderation_kind: 'manual',
  batch_id: 'sample-batch',
  eager: [{ transformation: 'c_pad,w_400', width: 400, height: 300, bytes: 20_113, format: 'jpg' }],
  error: { message: 'Sample of an operation that failed' },
};

/** For types that have none of these keys. */
const BASE = ['public_id', 'resource_type', 'type', 'secure_url'];

/** Makes a small payload as an event of a type might have it: for those who have none of their own yet. */
export function samplePayload(eventType: string): Readonly<Record<string, unknown>> {
  const keys = (findEventType(eventType)?.keyOrder ?? []).filter((key) => Object.hasOwn(VALUES, key));
  return Object.fromEntries((keys.length > 0 ? keys : BASE).map((key) => [key, VALUES[key]]));
}
