import type { Overview } from '../../calls/overview';
import type { Session } from '../../calls/session';

interface FirstRunStep {
  readonly title: string;
  readonly why: string;
  /** For a shell. The secret is a variable of it. */
  readonly command: string;
  readonly isDone: boolean;
}

interface Circumstances {
  readonly overview: Overview;
  readonly session: Session;
  /** Of the API. */
  readonly origin: string;
}

const RECEIVER = 'http://127.0.0.1:9000/hooks';

/** What somebody does first, in this order, and what of it is done already. */
export function firstRunSteps({ overview, session, origin }: Circumstances): readonly FirstRunStep[] {
  const { deliveries, hasTrigger, hasEvent } = overview;
  const base = `${origin}/v1_1/${session.cloud_name}`;
  const hasArrived = deliveries.some(({ status }) => status === 'delivered');
  const post = (path: string, body: object) =>
    [
      `curl -sS -u "${session.api_key}:$API_SECRET" ${base}${path} \\`,
      `  -H 'content-type: application/json' \\`,
      `  -d '${JSON.stringify(body)}'`,
    ].join('\n');
  return [
    {
      title: 'Start a receiver',
      why: 'It prints every notification that it gets, and checks the signatures. It is done when one has arrived.',
      command: `node examples/receiver.mjs 9000 ${base}/webhook_keys`,
      isDone: hasArrived,
    },
    {
      title: 'Create a trigger',
      why: 'It says which events are sent to which URL. This one sends every upload to the receiver.',
      command: post('/triggers', { event_type: 'upload', uri: RECEIVER }),
      isDone: hasTrigger,
    },
    {
      title: 'Publish an event',
      why: 'The platform does this in production. Its delivery shows below within seconds.',
      command: post('/events', {
        event_type: 'upload',
        payload: { public_id: 'blue-kettle', resource_type: 'image' },
      }),
      isDone: hasEvent,
    },
  ];
}
