import { resolveDestinations, testDeliveryId } from '../../src/activities/resolve-destinations';
import type { Event } from '../../src/domain/events/event';
import type { EventResolution } from '../../src/domain/events/event-record';
import type { Trigger } from '../../src/domain/triggers/trigger';
import { aTrigger } from '../support/builders/a-trigger';
import { anEvent } from '../support/builders/an-event';
import { fakeKeys } from './fake-records';

interface Arrangement {
  readonly event?: Event | undefined;
  readonly triggers?: readonly Trigger[];
  readonly keys?: Parameters<typeof fakeKeys>[0];
}

function arrange({
  event = anEvent(),
  triggers = [],
  keys = [{ apiKey: '111111111111111' }],
}: Arrangement = {}) {
  const resolutions: EventResolution[] = [];
  const deps = {
    events: {
      find: async (_environmentId: string, eventId: string) =>
        event.eventId === eventId ? event : undefined,
      recordResolution: async (resolution: EventResolution) => {
        resolutions.push(resolution);
        const [first] = resolutions;
        return first === resolution
          ? undefined
          : first?.deliveries.map(({ id, uri }) => ({ id, uri, status: 'pending' as const }));
      },
    },
    triggers: { listForEventType: async () => triggers },
    keys: fakeKeys(keys, ''),
    now: () => new Date('2026-03-14T09:26:54.000Z'),
  };
  const resolve = () => resolveDestinations(deps, { environmentId: 'env1', eventId: 'evt1' });
  return { resolve, resolutions };
}

describe('resolving a test', () => {
  const test = anEvent({ testTriggerId: 'trg1', triggersSeeIt: false });
  const template = { told: '{{asset.public_id}}' };
  const triggers = [
    aTrigger({ id: 'twin' }),
    aTrigger({ filter: { '==': [1, 2] }, payloadTemplate: template }),
  ];

  it('stores one delivery, which is a test, with the template of its trigger, and one verdict', async () => {
    const { resolve, resolutions } = arrange({ event: test, triggers });
    await resolve();
    const deliveryId = testDeliveryId(test, 'trg1');
    expect(resolutions).toMatchObject([
      {
        verdicts: [{ triggerId: 'trg1', verdict: 'matched', deliveryId }],
        deliveries: [{ id: deliveryId, isTest: true, triggerIds: ['trg1'], body: '{"told":"blue-kettle"}' }],
      },
    ]);
  });

  it('gives its delivery the id that was promised, though the trigger has moved meanwhile', async () => {
    const moved = aTrigger({ uri: 'https://elsewhere.example.com/', authScheme: 'eddsa_v2' });
    const { resolve } = arrange({ event: test, triggers: [moved] });
    expect(await resolve()).toMatchObject([
      { deliveryId: testDeliveryId(test, 'trg1'), destinationHost: 'elsewhere.example.com' },
    ]);
  });

  it('stores a delivery for a channel, which nobody sends', async () => {
    const channel = aTrigger({ uri: 'poll://queue', uriType: 'poll' });
    const { resolve, resolutions } = arrange({ event: test, triggers: [channel] });
    expect(await resolve()).toEqual([]);
    expect(resolutions[0]?.deliveries).toMatchObject([{ uri: 'poll://queue', isTest: true }]);
  });

  it('tells nobody when its trigger was deleted', async () => {
    const { resolve, resolutions } = arrange({ event: test, triggers: [aTrigger({ id: 'twin' })] });
    expect(await resolve()).toEqual([]);
    expect(resolutions).toMatchObject([{ verdicts: [], deliveries: [] }]);
  });
});

describe('resolving an event', () => {
  it('stores a delivery for each destination, with its body, and returns what may be shown', async () => {
    const { resolve, resolutions } = arrange({
      triggers: [aTrigger({ uri: 'https://hooks.example.com/cld?token=s3cret' })],
    });
    const resolved = await resolve();
    const [delivery] = resolutions[0]?.deliveries ?? [];
    expect(resolved).toEqual([
      {
        deliveryId: delivery?.id,
        destinationLabel: 'hooks.example.com/cld',
        destinationHost: 'hooks.example.com',
      },
    ]);
    expect(delivery).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      triggerIds: ['trg1'],
      signatureKey: '111111111111111',
      bodyKind: 'default',
    });
    expect(JSON.parse(delivery?.body ?? '')).toMatchObject({
      notification_type: 'upload',
      signature_key: '111111111111111',
    });
    expect(JSON.stringify(resolved)).not.toContain('s3cret');
  });

  it('gives a delivery the same id when it is done again, and another for another destination or event', async () => {
    const ids = async (arrangement: Arrangement) =>
      (await arrange(arrangement).resolve()).map((each) => each.deliveryId);
    const triggers = [aTrigger()];
    expect(await ids({ triggers })).toEqual(await ids({ triggers }));
    expect(await ids({ triggers })).not.toEqual(
      await ids({ triggers: [aTrigger({ authScheme: 'eddsa_v2' })] }),
    );
    expect(await ids({ triggers })).toEqual(await ids({ triggers: [aTrigger({ successStatuses: '2xx' })] }));
    const elsewhere = anEvent({ environmentId: 'env2' });
    expect(await ids({ triggers })).not.toEqual(await ids({ triggers, event: elsewhere }));
  });

  it('returns the deliveries that stand when the event was resolved before', async () => {
    const triggers = [aTrigger()];
    const { resolve } = arrange({ triggers });
    const first = await resolve();
    triggers.push(aTrigger({ id: 'late', uri: 'https://late.example.com/' }));
    expect(await resolve()).toEqual(first);
  });

  it('tells each trigger’s verdict and the delivery that serves it', async () => {
    const triggers = [aTrigger({ id: 'a' }), aTrigger({ id: 'b', eventType: 'all' })];
    const { resolve, resolutions } = arrange({ triggers });
    const [resolved] = await resolve();
    expect(resolutions[0]?.verdicts).toEqual([
      { triggerId: 'a', verdict: 'matched', deliveryId: resolved?.deliveryId },
      { triggerId: 'b', verdict: 'merged', deliveryId: resolved?.deliveryId },
    ]);
  });

  it('renders a trigger’s template in place of the default body', async () => {
    const payloadTemplate = { kind: '{{event.type}}', id: '{{asset.public_id}}' };
    const { resolve, resolutions } = arrange({ triggers: [aTrigger({ payloadTemplate })] });
    await resolve();
    expect(resolutions[0]?.deliveries).toMatchObject([
      {
        body: '{"kind":"upload","id":"blue-kettle"}',
        bodyKind: 'template',
        payloadTemplate,
        templateFallback: undefined,
      },
    ]);
  });

  it('keeps with a delivery which statuses its trigger takes for success', async () => {
    const { resolve, resolutions } = arrange({ triggers: [aTrigger({ successStatuses: '2xx' })] });
    await resolve();
    expect(resolutions[0]?.deliveries).toMatchObject([{ successStatuses: '2xx' }]);
  });

  it('falls back to the default body when a template cannot be rendered, and says why', async () => {
    const payloadTemplate = {
      all: '{{#raw.list}}{{#raw.list}}{{#raw.list}}x{{/raw.list}}{{/raw.list}}{{/raw.list}}',
    };
    const event = anEvent({ payload: { list: Array.from({ length: 100 }, (_, n) => n) } });
    const { resolve, resolutions } = arrange({ event, triggers: [aTrigger({ payloadTemplate })] });
    await resolve();
    const [delivery] = resolutions[0]?.deliveries ?? [];
    expect(delivery?.bodyKind).toBe('default');
    expect(delivery?.templateFallback).toMatch(/./);
    expect(JSON.parse(delivery?.body ?? '')).toHaveProperty('notification_type', 'upload');
  });

  it('leaves the signing key open when none is enabled', async () => {
    const keys = [{ apiKey: '111111111111111', disabled: true }];
    const { resolve, resolutions } = arrange({ keys, triggers: [aTrigger()] });
    await resolve();
    expect(resolutions[0]?.deliveries).toMatchObject([{ signatureKey: undefined }]);
  });

  it('of an event that does not exist is hopeless', async () => {
    const { resolve } = arrange({ event: anEvent({ eventId: 'other' }) });
    await expect(resolve()).rejects.toMatchObject({ type: 'EventNotFound', nonRetryable: true });
  });
});
