import { controlDeliveries } from '../../src/app/control-deliveries';
import type { DeliveryControl } from '../../src/api/deliveries/ports';
import { aDelivery } from '../support/builders/a-delivery';

const AT = '2026-03-14T09:30:00.000Z';

/** A control that writes down what is asked of it, over a database that has the delivery or not. */
function controlOver({ isThere }: { readonly isThere: boolean }) {
  const asked: string[] = [];
  const ofWorkflows: DeliveryControl = {
    retry: async () => {
      asked.push('workflow');
      return 'new_run';
    },
    cancel: async () => 'not_running',
    deliveryPage: () => undefined,
    eventPage: () => undefined,
    operationPage: () => undefined,
  };
  const control = controlDeliveries(ofWorkflows, {
    channels: {
      putBack: async () => {
        asked.push('channel');
        return 'put_back';
      },
    },
    deliveries: {
      noteRetryAsked: async (id, at) => {
        asked.push(`note ${id} ${at}`);
        return isThere;
      },
    },
    now: () => new Date(AT),
  });
  return { asked, control };
}

describe('a retry of a delivery that has ended', () => {
  it.each([
    ['workflow', 'https://hooks.example.com/cld'],
    ['channel', 'poll://orders'],
  ])(
    'is stored before its %s is asked, so that the delivery is not deleted for its age',
    async (what, uri) => {
      const { asked, control } = controlOver({ isThere: true });
      await control.retry('demo', aDelivery({ status: 'failed', uri }));
      expect(asked).toEqual([`note dlv1 ${AT}`, what]);
    },
  );

  it('that was deleted meanwhile is refused, and starts nothing', async () => {
    const { asked, control } = controlOver({ isThere: false });
    await expect(control.retry('demo', aDelivery({ status: 'failed' }))).rejects.toMatchObject({
      code: 'not_found',
      message: 'id: got "dlv1", expected a delivery that is kept: this one was deleted for its age',
    });
    expect(asked).toHaveLength(1);
  });
});

it('a retry of a delivery that is pending needs no note: it is never deleted', async () => {
  const { asked, control } = controlOver({ isThere: true });
  await control.retry('demo', aDelivery({ status: 'pending' }));
  expect(asked).toEqual(['workflow']);
});
