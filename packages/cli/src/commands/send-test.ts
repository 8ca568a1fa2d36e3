import type { Context, Given } from '../command.ts';
import { deliveryLine } from '../delivery-words.ts';
import { EXIT, usageFailure, type ExitCode } from '../failure.ts';
import { readJsonObject } from '../read-json.ts';
import { shown } from '../terminal.ts';
import { untilEnded } from '../until-ended.ts';

interface SentTest {
  readonly event_id: string;
  readonly delivery_id: string;
  readonly event_type: string;
  readonly source: 'payload' | 'event' | 'newest_event' | 'sample';
  readonly source_event_id: string | null;
}

/** Sends a test notification to the URL of a trigger alone. @param path of the trigger. */
export async function sendTest(
  { client, terminal, isJson, stop }: Context,
  given: Given,
  path: string,
): Promise<ExitCode> {
  const seconds = given.number('timeout', { byDefault: 60, min: 1, max: 86_400 });
  const data = given.text('data');
  const event = given.text('event');
  if (data !== undefined && event !== undefined) {
    throw usageFailure('triggers test: expected either --data or --event');
  }
  const json = {
    ...(data !== undefined && { payload: readJsonObject('--data', data) }),
    ...(event !== undefined && { event_id: event }),
  };
  const sent = await client().call<SentTest>('POST', `${path}/send_test`, { json });
  if (isJson) terminal.json(sent);
  else {
    const what = `${shown(sent.event_type)} test, ${sourceWords(sent)}`;
    terminal.say(`${what}: delivery ${shown(sent.delivery_id)}`);
  }
  if (!given.flag('wait')) return EXIT.ok;
  const { deliveries } = await untilEnded(client(), sent.event_id, { seconds, stop });
  for (const delivery of deliveries) {
    if (isJson) terminal.json(delivery);
    else terminal.say(`  ${deliveryLine(terminal, delivery)}`);
  }
  const isDelivered = deliveries.length > 0 && deliveries.every(({ status }) => status === 'delivered');
  return isDelivered ? EXIT.ok : EXIT.failed;
}

function sourceWords({ source, source_event_id: eventId }: SentTest): string {
  switch (source) {
    case 'payload':
      return 'with your payload';
    case 'sample':
      return 'with a sample, since nothing of its type has happened yet';
    case 'event':
      return `like event ${shown(eventId ?? '')}`;
    case 'newest_event':
      return `like the newest event ${shown(eventId ?? '')}`;
  }
}
