/** A text to begin with. */
export interface Example {
  readonly title: string;
  readonly value: object;
}

export const FILTER_EXAMPLES: readonly Example[] = [
  {
    title: 'Images above 10 MB',
    value: { and: [{ '==': [{ var: 'resource_type' }, 'image'] }, { '>': [{ var: 'bytes' }, 10_000_000] }] },
  },
  { title: 'One folder', value: { '==': [{ var: 'asset_folder' }, 'products'] } },
  { title: 'With a tag', value: { in: ['sale', { var: 'tags' }] } },
  {
    title: 'Not triggered from the media library',
    value: { '!=': [{ var: 'notification_context.triggered_by.source' }, 'ui'] },
  },
];

export const TEMPLATE_EXAMPLES: readonly Example[] = [
  {
    title: 'Message for a chat',
    value: { text: '{{event.type}}: {{asset.public_id}} {{asset.secure_url}}' },
  },
  {
    title: 'Ids alone',
    value: { type: '{{event.type}}', asset: '{{asset.id}}', public_id: '{{asset.public_id}}' },
  },
  {
    title: 'Folder event',
    value: { type: '{{event.type}}', folder: '{{folder.path}}', at: '{{event.timestamp}}' },
  },
];
