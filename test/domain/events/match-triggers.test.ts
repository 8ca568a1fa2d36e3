import type { Event } from '../../../src/domain/events/event';
import { matchTriggers } from '../../../src/domain/events/match-triggers';
import type { Trigger } from '../../../src/domain/triggers/trigger';
import { aTrigger } from '../../support/builders/a-trigger';
import { anEvent } from '../../support/builders/an-event';

const EXPLICIT = 'https://own.example.com/done';

function match(event: Event, triggers: readonly Trigger[], payload: Record<string, unknown> = {}) {
  const { destinations, verdicts } = matchTriggers(event, triggers, payload);
  return {
    told: destinations.map(({ uri }) => uri),
    serves: destinations.map(({ triggerIds }) => triggerIds),
    verdicts: Object.fromEntries(verdicts.map(({ triggerId, verdict }) => [triggerId, verdict])),
    destinations,
    reasons: verdicts.map(({ reason }) => reason),
  };
}

describe('who is told of an event', () => {
  it('is every trigger, when the request names no URL', () => {
    const triggers = [
      aTrigger({ id: 'a', uri: 'https://a.example.com/' }),
      aTrigger({ id: 'b', additive: true }),
    ];
    expect(match(anEvent(), triggers)).toMatchObject({
      told: ['https://a.example.com/', 'https://hooks.example.com/cld'],
      verdicts: { a: 'matched', b: 'matched' },
    });
  });

  it('is nobody, when there is no trigger and no URL', () => {
    expect(match(anEvent(), [])).toMatchObject({ told: [], verdicts: {} });
  });

  it.each([
    ['the request', { notification_url: EXPLICIT }],
    ['its upload preset', { upload_preset: { notification_url: EXPLICIT } }],
  ])('is the URL of %s and the additive triggers; the others stay silent', (_whose, request) => {
    const triggers = [aTrigger({ id: 'silent' }), aTrigger({ id: 'loud', additive: true })];
    const { told, verdicts, destinations } = match(anEvent({ request }), triggers);
    expect(told).toEqual([EXPLICIT, 'https://hooks.example.com/cld']);
    expect(verdicts).toEqual({ silent: 'suppressed_by_notification_url', loud: 'matched' });
    expect(destinations[0]).toMatchObject({
      authScheme: 'default',
      payloadTemplate: undefined,
      triggerIds: [],
    });
  });

  it('is the tested trigger alone, whatever its filter says and whatever it shares with others', () => {
    const event = anEvent({ triggersSeeIt: false, testTriggerId: 'tested' });
    const filter = { '==': [{ var: 'public_id' }, 'another'] };
    const triggers = [aTrigger({ id: 'twin' }), aTrigger({ id: 'tested', filter, additive: true })];
    expect(match(event, triggers)).toMatchObject({
      told: ['https://hooks.example.com/cld'],
      serves: [['tested']],
      verdicts: { tested: 'matched' },
    });
  });

  it('is nobody, when the tested trigger was deleted', () => {
    const event = anEvent({ triggersSeeIt: false, testTriggerId: 'gone' });
    expect(match(event, [aTrigger({ id: 'twin' })])).toMatchObject({ told: [], verdicts: {} });
  });

  it('is the request’s URL alone, when no trigger sees the event: additive or not, filter or none', () => {
    const event = anEvent({ triggersSeeIt: false, request: { notification_url: EXPLICIT } });
    const filter = { '==': [{ var: 'public_id' }, 'another'] };
    const triggers = [
      aTrigger({ id: 'silent' }),
      aTrigger({ id: 'additive', additive: true }),
      aTrigger({ id: 'same-url', additive: true, uri: EXPLICIT }),
      aTrigger({ id: 'filtered', additive: true, filter }),
    ];
    expect(match(event, triggers)).toMatchObject({
      told: [EXPLICIT],
      serves: [[]],
      verdicts: {
        silent: 'suppressed_by_notification_url',
        additive: 'suppressed_by_notification_url',
        'same-url': 'suppressed_by_notification_url',
        filtered: 'suppressed_by_notification_url',
      },
      reasons: triggers.map(() => 'told to eager_notification_url alone'),
    });
  });

  it('prefers the request’s URL to the preset’s', () => {
    const request = {
      notification_url: EXPLICIT,
      upload_preset: { notification_url: 'https://preset.example.com/' },
    };
    expect(match(anEvent({ request }), []).told).toEqual([EXPLICIT]);
  });

  it.each([
    [
      'eager_notification_url',
      { notification_url: 'https://n.example.com/', eager_notification_url: EXPLICIT },
    ],
    ['the preset’s eager_notification_url', { upload_preset: { eager_notification_url: EXPLICIT } }],
    ['notification_url, when it is the only one', { notification_url: EXPLICIT, eager_async: true }],
  ])('of an eager event is %s', (_which, request) => {
    expect(match(anEvent({ eventType: 'eager', request }), []).told).toEqual([EXPLICIT]);
  });

  it('of another event is never eager_notification_url, which silences nobody', () => {
    const { told, verdicts } = match(anEvent({ request: { eager_notification_url: EXPLICIT } }), [
      aTrigger({ id: 'a' }),
    ]);
    expect(told).toEqual(['https://hooks.example.com/cld']);
    expect(verdicts).toEqual({ a: 'matched' });
  });

  it('is one destination for triggers that would send the same bytes to the same URL', () => {
    const triggers = [aTrigger({ id: 'a' }), aTrigger({ id: 'b', eventType: 'all' })];
    expect(match(anEvent(), triggers)).toMatchObject({
      told: ['https://hooks.example.com/cld'],
      serves: [['a', 'b']],
      verdicts: { a: 'matched', b: 'merged' },
    });
  });

  it.each([
    ['scheme', { authScheme: 'eddsa_v2' } as const],
    ['template', { payloadTemplate: { kind: '{{event.type}}' } }],
    ['URL', { uri: 'https://hooks.example.com/other' }],
  ])('is two destinations for triggers that differ in %s', (_what, difference) => {
    const triggers = [aTrigger({ id: 'a' }), aTrigger({ id: 'b', eventType: 'all', ...difference })];
    expect(match(anEvent(), triggers).verdicts).toEqual({ a: 'matched', b: 'matched' });
  });

  it.each([
    ['one', ['2xx', '200'], '2xx'],
    ['the other', ['200', '2xx'], '2xx'],
    ['both', ['2xx', '2xx'], '2xx'],
    ['none', ['200', '200'], '200'],
  ] as const)(
    'takes 2xx for success when %s of the triggers of one destination does',
    (_which, asked, taken) => {
      const [a, b] = asked;
      const triggers = [
        aTrigger({ id: 'a', successStatuses: a }),
        aTrigger({ id: 'b', eventType: 'all', successStatuses: b }),
      ];
      expect(match(anEvent(), triggers)).toMatchObject({
        serves: [['a', 'b']],
        verdicts: { a: 'matched', b: 'merged' },
        destinations: [{ successStatuses: taken }],
      });
    },
  );

  it('takes 200 alone for success at an explicit URL, unless it shares it with a trigger that takes 2xx', () => {
    const event = anEvent({ request: { notification_url: EXPLICIT } });
    const successStatuses = '2xx' as const;
    const elsewhere = aTrigger({ additive: true, successStatuses });
    expect(match(event, [elsewhere]).destinations).toMatchObject([
      { uri: EXPLICIT, successStatuses: '200' },
      { uri: elsewhere.uri, successStatuses: '2xx' },
    ]);
    const shared = aTrigger({ uri: EXPLICIT, additive: true, successStatuses });
    expect(match(event, [shared]).destinations).toMatchObject([{ uri: EXPLICIT, successStatuses: '2xx' }]);
  });

  it('merges an additive trigger into the explicit URL that it shares', () => {
    const event = anEvent({ request: { notification_url: EXPLICIT } });
    expect(match(event, [aTrigger({ id: 'a', uri: EXPLICIT, additive: true })])).toMatchObject({
      told: [EXPLICIT],
      serves: [['a']],
      verdicts: { a: 'merged' },
    });
  });

  it('depends on filters, which see the default notification', () => {
    const onlyVideos = { '==': [{ var: 'resource_type' }, 'video'] };
    const triggers = [
      aTrigger({ id: 'videos', filter: onlyVideos }),
      aTrigger({ id: 'all', additive: true }),
    ];
    expect(match(anEvent(), triggers, { resource_type: 'image' }).verdicts).toEqual({
      videos: 'filtered_out',
      all: 'matched',
    });
    expect(match(anEvent(), triggers, { resource_type: 'video' }).verdicts).toEqual({
      videos: 'matched',
      all: 'merged',
    });
  });

  it('leaves out a trigger whose filter fails, and keeps the reason', () => {
    const unending = {
      reduce: [{ var: 'list' }, { cat: [{ var: 'accumulator' }, { var: 'accumulator' }] }, 'xxxxxxxx'],
    };
    const { told, verdicts, reasons } = match(anEvent(), [aTrigger({ id: 'a', filter: unending })], {
      list: Array.from({ length: 40 }, () => 1),
    });
    expect(told).toEqual([]);
    expect(verdicts).toEqual({ a: 'filter_error' });
    expect(reasons[0]).toMatch(/./);
  });
});
