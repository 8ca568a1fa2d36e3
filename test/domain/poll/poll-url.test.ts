import { normalDestinationUrl, destinationLabel } from '../../../src/domain/destinations/destination-url';
import { planNewUrl, planUrlChange } from '../../../src/domain/triggers/notification-url';
import {
  addressKey,
  addressOf,
  batchIdOf,
  parsePollUrl,
  pollWait,
  uriTypeOf,
  parseReceiptHandle,
  receiptHandle,
} from '../../../src/domain/poll/channel';
import { aTrigger } from '../../support/builders/a-trigger';

describe('the URL of a channel', () => {
  it.each(['poll://orders', 'poll://orders/eu/1', 'poll://cli-ann@laptop.local', 'poll://*'])(
    'may be %s, which is its normal form',
    (url) => {
      expect(parsePollUrl('uri', url)).toBe(url);
      expect(normalDestinationUrl('uri', url)).toBe(url);
      expect(uriTypeOf(url)).toBe('poll');
    },
  );

  it.each(['poll://', 'poll://a b', 'poll://é', 'poll://a*', 'poll://a?b', `poll://${'x'.repeat(256)}`])(
    'may not be %s',
    (url) => {
      expect(() => parsePollUrl('new_uri', url)).toThrow(/^new_uri: got "poll:\/\/.*expected poll:\/\/ and/);
    },
  );

  it('says itself for people', () => {
    expect(destinationLabel('poll://orders/eu')).toBe('poll://orders/eu');
    expect(destinationLabel(`poll://${'x'.repeat(200)}`)).toHaveLength(100);
    expect(pollWait('poll://orders')).toBe('a client that polls poll://orders');
  });

  it('leads to its channel, and poll://* to the batch of the event', () => {
    expect(addressOf('poll://orders/eu', 'b1')).toEqual({ channel: 'orders/eu' });
    expect(addressOf('poll://*', 'b1')).toEqual({ batchId: 'b1' });
    const keys = [{ channel: 'b1' }, { batchId: 'b1' }, addressOf('poll://*', undefined)].map(addressKey);
    expect(new Set(keys).size).toBe(3);
  });
});

it.each([
  [{ batch_id: 'b1' }, 'b1'],
  [{ batch_id: '' }, undefined],
  [{ batch_id: 7 }, undefined],
  [{ batch_id: 'x'.repeat(256) }, undefined],
  [{}, undefined],
])('the batch of %j is %s', (payload, batchId) => {
  expect(batchIdOf(payload)).toBe(batchId);
});

describe('a receipt handle', () => {
  it('names a claim of a delivery', () => {
    const receipt = { claim: 'c1', deliveryId: 'dlv_1-a' };
    expect(parseReceiptHandle(receiptHandle(receipt))).toEqual(receipt);
  });

  it.each(['', 'rh_', 'rh_c1', 'rh__dlv1', 'c1_dlv1'])('is never %j', (text) => {
    expect(parseReceiptHandle(text)).toBeUndefined();
  });
});

describe('a change of a URL', () => {
  const channel = aTrigger({ uri: 'poll://orders', uriType: 'poll' });
  const terms = {
    environmentId: 'env1',
    limits: { maxNotificationUrls: 30, maxTriggers: 900 },
    newId: () => 'trg2',
    at: '2026-03-14T10:00:00.000Z',
  };

  it('makes triggers of the type of their URL', () => {
    const plan = planNewUrl([], { uri: 'poll://orders', eventTypes: ['all'] }, terms);
    expect(plan.created.map(({ uriType }) => uriType)).toEqual(['poll']);
  });

  it('makes no channel of a receiver, nor a receiver of a channel', () => {
    const newUri = 'https://hooks.example.com/cld';
    expect(() => planUrlChange([channel], { uri: channel.uri, newUri }, terms)).toThrow(
      'new_uri: got "https://hooks.example.com/cld", expected poll:// and a channel: a URL stays of its type',
    );
  });
});
