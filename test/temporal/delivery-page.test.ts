import { Client, Connection } from '@temporalio/client';
import { createDeliveryControl } from '../../src/temporal/delivery-control';
import { aDelivery } from '../support/builders/a-delivery';

const { workflow: workflows } = new Client({ connection: Connection.lazy() });

/** Never asks Temporal. */
function control(uiUrl: string | undefined) {
  const delivery = { retryDelaysSeconds: [180], attemptTimeoutSeconds: 20 };
  return createDeliveryControl({ workflows, taskQueue: 'test', namespace: 'default', delivery, uiUrl });
}

describe('the page of a delivery in the Temporal UI', () => {
  const { deliveryPage } = control('http://127.0.0.1:8233');

  it('is that of its own workflow', () => {
    expect(deliveryPage('acme-media', aDelivery({ id: 'd1', hasOwnWorkflow: true }))).toBe(
      'http://127.0.0.1:8233/namespaces/default/workflows/delivery%2Facme-media%2Fd1',
    );
  });

  it('is that of its event’s workflow while it has none, which shows its first attempt', () => {
    expect(deliveryPage('acme-media', aDelivery({ eventId: 'e1', hasOwnWorkflow: false }))).toBe(
      'http://127.0.0.1:8233/namespaces/default/workflows/event%2Facme-media%2Fe1',
    );
  });

  it('is unknown without a UI', () => {
    expect(control(undefined).deliveryPage('acme-media', aDelivery())).toBeUndefined();
  });
});
