import type { Payload } from '../../../src/domain/operations/operation';
import { anOperation, BATCH_ID } from '../../support/builders/an-operation';
import {
  aDerived,
  aFailed,
  afterReports,
  CROP,
  EN,
  eagerCompleted,
  eventOfType,
  failed,
  N,
  PAD,
  UPLOADED,
  uploaded,
} from './course-of-reports';

const base = 'res.example.com/acme/image/upload';

function processing(...eager: readonly string[]): unknown {
  return eventOfType(afterReports(anOperation({ eager, eager_async: true }), uploaded()), 'upload').payload
    .eager;
}

describe('the upload payload of synchronous eager', () => {
  const request = { notification_url: N, eager: [PAD, CROP] };

  it('has the results as its last key but api_key, as in the example of the contract', () => {
    const course = afterReports(
      anOperation(request),
      uploaded(),
      eagerCompleted(aDerived(PAD), aFailed(CROP, 'too large')),
    );
    const { payload } = eventOfType(course, 'upload');
    const { api_key, ...asset } = UPLOADED;
    expect(JSON.stringify(payload)).toBe(
      JSON.stringify({
        ...asset,
        eager: [aDerived(PAD), { transformation: CROP, status: 'failed', reason: 'too large' }],
        api_key,
      }),
    );
  });

  it('lists the results in the order of the request, not of the reports', () => {
    const course = afterReports(
      anOperation(request),
      eagerCompleted(aDerived(CROP)),
      eagerCompleted(aDerived(PAD)),
      uploaded(),
    );
    expect(eventOfType(course, 'upload').payload.eager).toEqual([aDerived(PAD), aDerived(CROP)]);
  });

  it('is also the answer', () => {
    const course = afterReports(
      anOperation(request),
      uploaded(),
      eagerCompleted(aDerived(PAD), aDerived(CROP)),
    );
    expect(course.responses).toEqual([{ outcome: 'succeeded', body: eventOfType(course, 'upload').payload }]);
  });

  it('replaces an eager list that the upload came with', () => {
    const course = afterReports(
      anOperation({ eager: PAD }),
      uploaded({ ...UPLOADED, eager: [] }),
      eagerCompleted(aDerived(PAD)),
    );
    expect(eventOfType(course, 'upload').payload.eager).toEqual([aDerived(PAD)]);
  });
});

describe('the upload payload of asynchronous eager', () => {
  it('shows each transformation as processing, with its batch and its future URLs', () => {
    expect(processing(PAD)).toEqual([
      {
        status: 'processing',
        batch_id: BATCH_ID,
        url: `http://${base}/${PAD}/v1773480413/blue-kettle.jpg`,
        secure_url: `https://${base}/${PAD}/v1773480413/blue-kettle.jpg`,
      },
    ]);
  });

  it.each([
    ['a format as last component', 'sp_full_hd/m3u8'],
    ['a streaming profile', 'sp_full_hd'],
    ['a format parameter', 'c_fill,f_webp,w_100'],
    ['a named transformation', 't_thumbnail'],
    ['text that a URL would have to escape', 'l_text:Arial_20:Hello world'],
  ])('names no URL that is uncertain, for instance with %s', (_what, transformation) => {
    expect(processing(transformation)).toEqual([{ status: 'processing', batch_id: BATCH_ID }]);
  });

  it('names no URL when the original has none of the known form', () => {
    const course = afterReports(
      anOperation({ eager: PAD, eager_async: true }),
      uploaded({ public_id: 'blue-kettle', url: 'https://cdn.example.com/blue-kettle.jpg' }),
    );
    expect(eventOfType(course, 'upload').payload.eager).toEqual([
      { status: 'processing', batch_id: BATCH_ID },
    ]);
  });

  it.each<[string, readonly Payload[]]>([
    ['in place', [{ url: 'http://a' }, { url: 'http://b' }]],
    [
      'by name',
      [
        { transformation: CROP, url: 'http://b' },
        { transformation: PAD, url: 'http://a' },
      ],
    ],
  ])("prefers the platform's URLs, found %s", (_how, eager) => {
    const course = afterReports(
      anOperation({ eager: [PAD, CROP], eager_async: true }),
      uploaded({ ...UPLOADED, eager }),
    );
    expect(eventOfType(course, 'upload').payload.eager).toEqual([
      { status: 'processing', batch_id: BATCH_ID, url: 'http://a' },
      { status: 'processing', batch_id: BATCH_ID, url: 'http://b' },
    ]);
  });

  it('shows them as processing even when the eager results were reported first', () => {
    const course = afterReports(
      anOperation({ eager: 'w_1', eager_async: true }),
      eagerCompleted(aDerived('w_1')),
      uploaded(),
    );
    expect(course.events.map((event) => event.eventType)).toEqual(['upload', 'eager']);
    expect(eventOfType(course, 'upload').payload.eager).toEqual([
      expect.objectContaining({ status: 'processing' }),
    ]);
  });

  it('is the answer when batch_id is added', () => {
    const course = afterReports(anOperation({ eager: PAD, eager_async: true }), uploaded());
    const { payload } = eventOfType(course, 'upload');
    expect(course.responses).toEqual([{ outcome: 'succeeded', body: { ...payload, batch_id: BATCH_ID } }]);
  });
});

describe('the eager payload', () => {
  it('has the keys of the contract in its order, those of the upload as far as it had them', () => {
    const course = afterReports(
      anOperation({ eager: PAD, eager_async: true, eager_notification_url: EN }),
      uploaded({ ...UPLOADED, request_id: 'd9d21f3c' }),
      eagerCompleted(aDerived(PAD)),
    );
    expect(JSON.stringify(eventOfType(course, 'eager').payload)).toBe(
      JSON.stringify({
        request_id: 'd9d21f3c',
        eager: [aDerived(PAD)],
        batch_id: BATCH_ID,
        asset_id: UPLOADED.asset_id,
        public_id: UPLOADED.public_id,
        api_key: UPLOADED.api_key,
      }),
    );
  });

  it('has no batch_id in synchronous eager, whose answer has none either', () => {
    const course = afterReports(
      anOperation({ eager: PAD, eager_notification_url: EN }),
      uploaded({ public_id: 'blue-kettle' }),
      eagerCompleted(aFailed(PAD)),
    );
    expect(eventOfType(course, 'eager').payload).toEqual({ eager: [aFailed(PAD)], public_id: 'blue-kettle' });
  });
});

describe('an upload that fails', () => {
  it('emits error alone, to notification_url and the triggers, and answers the error', () => {
    const request = { notification_url: N, eager_notification_url: EN, eager: PAD };
    const course = afterReports(anOperation(request), failed('Invalid image file'));
    const error = { message: 'Invalid image file', code: 'not_found' };
    expect(course.events).toEqual([
      {
        eventType: 'error',
        payload: { error },
        request: { notification_url: N },
        triggersSeeIt: true,
      },
    ]);
    expect(course.responses).toEqual([{ outcome: 'failed', body: { error } }]);
  });

  it('names the asset and the batch where they are known', () => {
    const course = afterReports(anOperation({ eager: PAD, eager_async: true }), {
      kind: 'failed',
      error: { message: 'gone' },
      publicId: 'remote/broken',
    });
    expect(eventOfType(course, 'error').payload).toEqual({
      public_id: 'remote/broken',
      batch_id: BATCH_ID,
      error: { message: 'gone' },
    });
  });

  it('does not use eager results that were reported before', () => {
    const course = afterReports(
      anOperation({ eager: PAD, eager_async: true }),
      eagerCompleted(aDerived(PAD)),
      failed(),
    );
    expect(course.events.map((event) => event.eventType)).toEqual(['error']);
  });
});
