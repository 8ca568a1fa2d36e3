import http from 'node:http';
import { postJson } from '../post-json';
import { uploadPayload } from '../upload-payload';
import type { BareActivities } from './contract';

/** Work that is none, and a plain POST. @param urls of the destinations of every event. */
export function createBareActivities(urls: readonly string[]): BareActivities {
  const agent = new http.Agent({ keepAlive: true });
  const destinations = urls.map((url) => new URL(url));
  return {
    resolve: async ({ eventId }) =>
      destinations.map(({ host, hostname, pathname }, index) => ({
        deliveryId: `${eventId}/${index}`,
        destinationLabel: `${host}${pathname}`,
        destinationHost: hostname,
      })),

    async post({ eventId, index }) {
      const { status } = await postJson({ url: urls[index] ?? '', agent, body: notification(eventId) });
      if (status !== 200) throw new Error(`the receiver answered ${status}`);
      return { httpStatus: status };
    },
  };
}

function notification(eventId: string): string {
  return JSON.stringify({
    notification_type: 'upload',
    timestamp: new Date().toISOString(),
    request_id: '4b78f9144505ae0c946a22533977980d',
    ...uploadPayload(eventId),
    notification_context: {
      triggered_at: '2026-03-14T09:26:53.589793Z',
      triggered_by: { source: 'api', id: '738291046655821' },
    },
    signature_key: '738291046655821',
  });
}
