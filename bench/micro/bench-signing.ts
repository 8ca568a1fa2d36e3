import { generateKeyPairSync } from 'node:crypto';
import type { Event } from '../../src/domain/events/event';
import { bodyText, notificationPayload } from '../../src/domain/events/notification-body';
import { renderPayloadTemplate, templateContext } from '../../src/domain/triggers/payload-template';
import type { PayloadTemplate } from '../../src/domain/triggers/trigger';
import { signatureHeaders } from '../../src/signing/notification-headers';
import { uploadPayload } from '../upload-payload';
import { timeOperation, type MicroFigure } from './time-operation';
const SAMPLES = 500;
const CALLS_PER_SAMPLE = 20;
const TIMESTAMP_SECONDS = 1773480413;

const EVENT: Event = {
  environmentId: 'bench',
  eventId: 'upload-1',
  eventType: 'upload',
  payload: uploadPayload('upload-1'),
  request: {},
  triggeredAt: '2026-03-14T09:26:53.589793Z',
  triggeredBy: { source: 'api', id: '738291046655821' },
  requestId: '4b78f9144505ae0c946a22533977980d',
  triggersSeeIt: true,
  receivedAt: '2026-03-14T09:26:53.589793Z',
};

const TEMPLATE: PayloadTemplate = {
  type: '{{event.type}}',
  at: '{{event.timestamp}}',
  asset: {
    id: '{{asset.public_id}}',
    url: '{{asset.secure_url}}',
    size: '{{asset.width}}×{{asset.height}}, {{asset.bytes}} bytes',
    tags: '{{#asset.tags}}{{.}} {{/asset.tags}}',
    campaign: '{{asset.metadata.campaign_id}}',
  },
  text: 'New {{asset.format}} in {{asset.folder}}: {{asset.context.alt}}',
};

/** Template and signatures of a typical upload, both signature schemes. */
export async function benchSigning(report: (line: string) => void): Promise<MicroFigure[]> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const material = {
    apiSecret: 'not-a-secret-of-anybody',
    algorithm: 'sha1' as const,
    ed25519PrivateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
  const sign = (body: string, authScheme: 'default' | 'legacy_hmac') =>
    signatureHeaders({ authScheme, body, timestampSeconds: TIMESTAMP_SECONDS }, material);
  const payload = notificationPayload(EVENT, '738291046655821');
  const body = bodyText(payload);
  const size = `${Buffer.byteLength(body)} bytes`;
  const time = (operation: string, call: () => unknown) =>
    timeOperation({ operation, samples: SAMPLES, callsPerSample: CALLS_PER_SAMPLE }, call);

  report('rendering and signing');
  return [
    await time('template and signing of an upload', () => sign(render(payload), 'default')),
    await time(`signing alone, ${size}: default`, () => sign(body, 'default')),
    await time(`signing alone, ${size}: legacy_hmac`, () => sign(body, 'legacy_hmac')),
  ];
}

function render(payload: Readonly<Record<string, unknown>>): string {
  const { eventType, requestId } = EVENT;
  const context = templateContext({ eventType, payload, timestamp: '2026-03-14T09:26:53+00:00', requestId });
  const rendered = renderPayloadTemplate(TEMPLATE, context);
  if ('error' in rendered) throw new Error(`the sample template fails: ${rendered.error}`);
  return rendered.body;
}
