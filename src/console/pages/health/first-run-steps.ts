import { ALL_EVENTS } from '../../../domain/events/event-types';
import type { Overview } from '../../calls/overview';
import type { SampleEvent } from '../../calls/sample-event';
import type { Session } from '../../calls/session';
import { apiCommand } from '../../parts/api-command';

/** One step to a first notification. */
export interface FirstRunStep {
  readonly title: string;
  readonly why: string;
  /** For a shell. The secret is a variable of it. */
  readonly command: string;
  readonly isDone: boolean;
  /** What the page can do of it by itself. */
  readonly action?:
    | { readonly kind: 'create_trigger' }
    | { readonly kind: 'send'; readonly event: SampleEvent; readonly isNext: boolean };
}

interface Circumstances {
  readonly overview: Overview;
  readonly session: Session;
  /** Of the API. */
  readonly origin: string;
}

const UPLOAD = 'upload';
const RECEIVER = 'http://127.0.0.1:9000/hooks';

/** What somebody does first, in this order, and what of it is done already. */
export function firstRunSteps({ overview, session, origin }: Circumstances): readonly FirstRunStep[] {
  const { deliveries, triggerTypes, hasEvent } = overview;
  const event = sampleEvent(triggerTypes);
  const base = `${origin}/v1_1/${session.cloud_name}`;
  const hasArrived = deliveries.some(({ status }) => status === 'delivered');
  const post = (path: string, body: object) => apiCommand({ origin, session }, 'POST', path, body);
  return [
    {
      title: 'Start a receiver',
      why: 'It prints every notification that it gets, and checks the signatures. It is done when one has arrived.',
      command: `node examples/receiver.mjs 9000 ${base}/webhook_keys`,
      isDone: hasArrived,
    },
    {
      title: 'Create a trigger',
      why: 'It says which events are sent to which URL. The command has every upload sent to the receiver.',
      command: post('/triggers', { event_type: 'upload', uri: RECEIVER }),
      isDone: triggerTypes.length > 0,
      action: { kind: 'create_trigger' },
    },
    {
      title: 'Send a sample event',
      why: 'The platform publishes events in production. The delivery of this one shows below within seconds.',
      command: post('/events', event),
      isDone: hasEvent,
      action: { kind: 'send', event, isNext: triggerTypes.length > 0 && !hasEvent },
    },
  ];
}

/** An event that some trigger asks for, an upload if there is a choice. */
function sampleEvent(triggerTypes: readonly string[]): SampleEvent {
  const [first] = triggerTypes;
  const isUpload = first === undefined || triggerTypes.some((type) => type === UPLOAD || type === ALL_EVENTS);
  return {
    event_type: isUpload ? UPLOAD : first,
    payload: { public_id: 'blue-kettle', resource_type: 'image' },
  };
}
