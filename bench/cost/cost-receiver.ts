import { serveOnLoopback } from '../serve-on-loopback';

/** The customers' server: accepts below /accept, refuses below /refuse, and counts. */
export interface CostReceiver {
  url(behaviour: 'accept' | 'refuse', place: string): string;
  readonly received: () => number;
  close(): Promise<void>;
}

export async function startCostReceiver(): Promise<CostReceiver> {
  let received = 0;
  const { origin, close } = await serveOnLoopback((request, response) => {
    request.resume();
    request.on('end', () => {
      received += 1;
      response.statusCode = request.url?.startsWith('/accept/') ? 200 : 500;
      response.end('ok');
    });
  });
  return {
    url: (behaviour, place) => `${origin}/${behaviour}/${place}`,
    received: () => received,
    close,
  };
}
