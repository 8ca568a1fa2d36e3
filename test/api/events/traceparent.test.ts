import type { EventIntake } from '../../../src/api/events/routes';
import { useStoredApi } from '../../support/services/stored-api';

/* A producer names the span that its request belongs to. Whether that counts is for whoever runs the service. */

const api = useStoredApi();

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const producer = { traceId, spanId: '00f067aa0ba902b7' };
const headers = { traceparent: `00-${traceId}-${producer.spanId}-01` };

interface Published {
  readonly requestId: string;
  readonly producer: unknown;
}

async function publishing(
  continuesTraces: boolean,
  line: string,
  json: object,
): Promise<readonly Published[]> {
  const published: Published[] = [];
  const intake: EventIntake = {
    async publish({ requestId }, _cloudName, _content, its) {
      published.push({ requestId, producer: its });
      return 'accepted';
    },
    async publishMany(publications, _cloudName, its) {
      for (const { event } of publications) published.push({ requestId: event.requestId, producer: its });
      return publications.map(() => 'accepted');
    },
  };
  await api.restart({}, () => ({ intake, continuesTraces }));
  expect((await api.call(line, { json, headers })).status).toBeLessThan(300);
  return published;
}

const event = { event_type: 'upload', payload: {} };

it('where traces are on, an event has the id of that trace as its request id', async () => {
  expect(await publishing(true, 'POST /events', event)).toEqual([{ requestId: traceId, producer }]);
});

it('each event of a batch, too', async () => {
  const published = await publishing(true, 'POST /events/batch', { events: [event, event] });
  expect(published).toEqual(Array.from({ length: 2 }, () => ({ requestId: traceId, producer })));
});

it('where they are off, it is ignored', async () => {
  const [published] = await publishing(false, 'POST /events', event);
  expect(published?.requestId).not.toBe(traceId);
  expect(published?.producer).toBeUndefined();
});
