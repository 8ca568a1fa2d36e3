import { templateContext } from '../../../../src/domain/triggers/payload-template';

function contextOf(eventType: string, payload: Record<string, unknown>) {
  return templateContext({
    eventType,
    payload: { notification_type: eventType, ...payload },
    timestamp: '2026-03-14T09:26:53+00:00',
    requestId: '0d6f5b1c90e84a72b3ce117f4a52d986',
  });
}

const kettle = {
  asset_id: 'a4c1',
  public_id: 'blue-kettle',
  resource_type: 'image',
  type: 'upload',
  asset_folder: '',
};

describe('templateContext', () => {
  it.each([
    ['upload', ['event', 'asset', 'raw']],
    ['create_folder', ['event', 'folder', 'raw']],
    ['eager', ['event', 'asset', 'eager', 'raw']],
    ['error', ['event', 'error', 'raw']],
    ['report', ['event', 'raw']],
    ['a type that nobody knows', ['event', 'raw']],
  ])('of %s has the namespaces %j', (eventType, namespaces) => {
    expect(Object.keys(contextOf(eventType, {}))).toEqual(namespaces);
  });

  it('mirrors the payload as raw', () => {
    const payload = { notification_type: 'report', anything: { deep: [1] } };
    expect(contextOf('report', payload).raw).toEqual(payload);
  });

  it('reads event from the payload', () => {
    const payload = { timestamp: '2026-01-02T03:04:05+00:00', request_id: 'ff' };
    expect(contextOf('upload', payload).event).toEqual({ type: 'upload', ...payload });
  });

  it('has event.timestamp and event.request_id even for types whose payload has neither', () => {
    expect(contextOf('delete', {}).event).toEqual({
      type: 'delete',
      timestamp: '2026-03-14T09:26:53+00:00',
      request_id: '0d6f5b1c90e84a72b3ce117f4a52d986',
    });
  });

  it('names the fields of an asset as the contract does', () => {
    const same = {
      public_id: 'blue-kettle',
      resource_type: 'image',
      format: 'jpg',
      version: 1,
      width: 16,
      height: 12,
    };
    const more = {
      bytes: 9,
      url: 'http://e/a',
      secure_url: 'https://e/a',
      tags: ['hero'],
      metadata: { sku: 'k' },
    };
    const renamed = {
      asset_id: 'a4c1',
      type: 'private',
      asset_folder: 'press',
      context: { custom: { alt: 'x' } },
    };
    expect(contextOf('upload', { ...same, ...more, ...renamed, etag: 'not a field' }).asset).toEqual({
      ...same,
      ...more,
      ...{ id: 'a4c1', delivery_type: 'private', folder: 'press', context: { alt: 'x' } },
    });
  });

  it.each([
    ['context without the wrapper "custom"', 'upload', { context: { alt: 'x' } }, { context: { alt: 'x' } }],
    ['folder of the fixed-folder mode', 'upload', { folder: 'old' }, { folder: 'old' }],
    ['the root folder', 'upload', { asset_folder: '', folder: 'old' }, { folder: '' }],
    [
      'the new public id of a rename',
      'rename',
      { from_public_id: 'a', to_public_id: 'b' },
      { public_id: 'b' },
    ],
  ])('reads %s', (_what, eventType, payload, asset) => {
    expect(contextOf(eventType, payload).asset).toEqual(asset);
  });

  it.each([
    ['an array', 'delete', [kettle], { folder: '' }],
    [
      'a map by public id',
      'move',
      { 'blue-kettle': { asset_id: 'a4c1', resource_type: 'image', type: 'upload', to_asset_folder: 'x' } },
      { folder: 'x' },
    ],
    [
      'a map whose entries have no public id',
      'resource_metadata_changed',
      {
        'blue-kettle': {
          asset_id: 'a4c1',
          resource_type: 'image',
          type: 'upload',
          new_metadata: { sku: 'k' },
        },
      },
      { metadata: { sku: 'k' } },
    ],
  ])('reads the only resource of %s', (_what, eventType, resources, others) => {
    const asset = { id: 'a4c1', resource_type: 'image', delivery_type: 'upload', public_id: 'blue-kettle' };
    expect(contextOf(eventType, { resources }).asset).toEqual({ ...asset, ...others });
  });

  it.each([
    ['two in an array', [kettle, kettle]],
    ['two in a map', { a: kettle, b: kettle }],
    ['none', []],
    ['no resources at all', null],
  ])('has no asset when there are several resources or none: %s', (_what, resources) => {
    expect(contextOf('delete', { resources })).not.toHaveProperty('asset');
  });

  it('reads folder', () => {
    const payload = { folder_path: 'catalog/spring', folder_name: 'spring' };
    expect(contextOf('create_folder', payload).folder).toEqual({ path: 'catalog/spring', name: 'spring' });
  });

  it.each([
    ['complete when no entry failed', [{ url: 'x' }, { url: 'y' }], 'complete'],
    ['failed when any entry failed', [{ url: 'x' }, { status: 'failed', reason: 'too large' }], 'failed'],
  ])('says that eager is %s', (_what, eager, status) => {
    const context = contextOf('eager', { eager, batch_id: 'b1' });
    expect(context.eager).toEqual({ transformations: eager, batch_id: 'b1', status });
  });

  it('reads error', () => {
    const payload = { error: { message: 'Resource not found', code: 'not_found', other: 1 } };
    expect(contextOf('error', payload).error).toEqual({ message: 'Resource not found', code: 'not_found' });
  });
});
