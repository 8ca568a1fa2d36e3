const VERSION = 1773480413;

/** What an upload reports of its asset. With what the product adds, the notification has about 1 KiB. */
export function uploadPayload(eventId: string): Readonly<Record<string, unknown>> {
  return {
    asset_id: '7722d72c0e6916a82a36bb3f640ae54b',
    public_id: eventId,
    version: VERSION,
    version_id: '4c064376a6a10f16dbe36ae408fd0217',
    width: 1600,
    height: 1200,
    format: 'jpg',
    resource_type: 'image',
    created_at: '2026-03-14T09:26:53Z',
    tags: ['press', 'annual'],
    bytes: 284113,
    type: 'upload',
    etag: '513cb516dcb481774236256ec9817b01',
    placeholder: false,
    url: `http://res.example.com/acme-media/image/upload/v${VERSION}/${eventId}.jpg`,
    secure_url: `https://res.example.com/acme-media/image/upload/v${VERSION}/${eventId}.jpg`,
    asset_folder: 'press',
    display_name: 'annual-brief',
    original_filename: 'annual brief final',
    context: { custom: { alt: 'Cover of the annual brief', caption: 'Annual brief' } },
    metadata: { publish_state: 'draft', campaign_id: 'C-204' },
    faces: [[512, 220, 140, 140]],
  };
}

/** The id of the event that a notification's body tells of. @throws Error when there is none. */
export function eventIdIn(body: string): string {
  const eventId = /"public_id":"([^"]+)"/.exec(body)?.[1];
  if (eventId === undefined) throw new Error(`a receipt without a public_id: ${body.slice(0, 200)}`);
  return eventId;
}
