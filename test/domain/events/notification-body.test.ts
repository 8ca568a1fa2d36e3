import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { EVENT_TYPE_NAMES } from '../../../src/domain/events/event-types';
import {
  bodyText,
  notificationPayload,
  replaceSignatureKey,
} from '../../../src/domain/events/notification-body';
import { anEvent } from '../../support/builders/an-event';

const FOLDER = path.resolve(__dirname, '../../fixtures/payload-shapes');
const shapes = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({ name: file, shape: JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Shape }));

interface Shape extends Readonly<Record<string, unknown>> {
  readonly notification_type: string;
  readonly timestamp?: string;
  readonly request_id?: string;
  readonly notification_context: {
    readonly triggered_at: string;
    readonly triggered_by: { readonly source: string; readonly id: string };
  };
  readonly signature_key: string;
}

/** What the producer posts: the result of the action alone, its keys in another order. */
function producersPayload({
  notification_context: _context,
  signature_key: _key,
  notification_type: _type,
  ...result
}: Shape) {
  return Object.fromEntries(Object.entries(result).reverse());
}

describe('the default notification', () => {
  it('has a shape to test for every event type', () => {
    expect(new Set(shapes.map(({ shape }) => shape.notification_type))).toEqual(new Set(EVENT_TYPE_NAMES));
    expect(shapes).toHaveLength(43);
  });

  it.each(shapes.map(({ name, shape }) => [name, shape] as const))(
    'is the contract’s, byte for byte: %s',
    (_name, shape) => {
      const { triggered_at, triggered_by } = shape.notification_context;
      const event = anEvent({
        eventType: shape.notification_type,
        payload: producersPayload(shape),
        triggeredAt: triggered_at,
        triggeredBy: triggered_by,
      });
      expect(bodyText(notificationPayload(event, shape.signature_key))).toBe(JSON.stringify(shape));
    },
  );

  it.each<[string, object]>([
    ['no context', {}],
    ['one that is no object', { notification_context: 'mine' }],
  ])('of a test says so beside the usual context, when its payload has %s', (_which, payload) => {
    const happened = anEvent({ payload: { public_id: 'blue-kettle' } });
    const tested = anEvent({ payload: { ...happened.payload, ...payload }, testTriggerId: 'trg1' });
    const { notification_context: context, ...usual } = notificationPayload(happened, 'key');
    expect(notificationPayload(tested, 'key')).toEqual({
      ...usual,
      notification_context: { ...(context as object), test: true },
    });
  });

  it('of a test says so beside the context that its payload brings, whatever that says', () => {
    const payload = { notification_context: { triggered_at: 'then', test: false } };
    const { notification_context: context } = notificationPayload(
      anEvent({ payload, testTriggerId: 'trg1' }),
      'key',
    );
    expect(context).toEqual({ triggered_at: 'then', test: true });
  });

  it('fills timestamp and request_id for a type that carries them, when the payload lacks them', () => {
    const event = anEvent({
      eventType: 'upload',
      payload: { public_id: 'blue-kettle' },
      triggeredAt: '2026-03-14T10:26:53.589793+01:00',
      requestId: 'd9d21f3c10db2eee267e2d32a6a95301',
    });
    expect(notificationPayload(event, undefined)).toMatchObject({
      timestamp: '2026-03-14T09:26:53+00:00',
      request_id: 'd9d21f3c10db2eee267e2d32a6a95301',
      notification_context: { triggered_at: '2026-03-14T09:26:53.589793Z' },
    });
  });

  it('adds neither to a type that does not carry them', () => {
    const payload = notificationPayload(
      anEvent({ eventType: 'delete', payload: { resources: [] } }),
      undefined,
    );
    expect(Object.keys(payload)).toEqual(['notification_type', 'resources', 'notification_context']);
  });

  it('puts unknown keys after the known ones, in the producer’s order, before the envelope’s end', () => {
    const event = anEvent({ eventType: 'multi', payload: { zeta: 1, version: 2, alpha: 3, url: 'u' } });
    expect(Object.keys(notificationPayload(event, '1'))).toEqual([
      'notification_type',
      'url',
      'version',
      'zeta',
      'alpha',
      'notification_context',
      'signature_key',
    ]);
  });

  it('never overwrites a key that the payload has, signature_key excepted', () => {
    const payload = {
      request_id: 'mine',
      timestamp: 'then',
      notification_context: { by: 'me' },
      signature_key: 'forged',
    };
    expect(notificationPayload(anEvent({ eventType: 'upload', payload }), '738291046655821')).toEqual({
      notification_type: 'upload',
      ...payload,
      signature_key: '738291046655821',
    });
  });

  it('leaves signature_key out when no key can sign', () => {
    expect(
      notificationPayload(anEvent({ payload: { signature_key: 'forged' } }), undefined),
    ).not.toHaveProperty('signature_key');
  });

  it('leaves slashes and non-ASCII characters as they are', () => {
    expect(bodyText({ url: 'https://a/é' })).toBe('{"url":"https://a/é"}');
  });
});

describe('replaceSignatureKey', () => {
  it('changes that key alone and keeps it last', () => {
    expect(replaceSignatureKey('{"a":1,"signature_key":"old"}', 'new')).toBe('{"a":1,"signature_key":"new"}');
    expect(replaceSignatureKey('{"a":1}', 'new')).toBe('{"a":1,"signature_key":"new"}');
  });
});
