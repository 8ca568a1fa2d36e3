import type { NewDelivery } from '../deliveries/delivery';
import type { Event } from './event';
import { toSecondsWithOffset } from '../iso-time';
import { bodyText } from './notification-body';
import { renderPayloadTemplate, templateContext } from '../triggers/payload-template';
import type { PayloadTemplate } from '../triggers/trigger';

type RenderedBody = Pick<NewDelivery, 'body' | 'bodyKind' | 'templateFallback'>;

/**
 * Renders what destinations are sent: by a trigger's template, or the default body, which is serialised once for all. A
 * template that fails falls back. Source: docs/decisions.md D11.
 *
 * @param payload the default notification.
 */
export function bodyRenderer(
  { eventType, triggeredAt, requestId }: Event,
  payload: Readonly<Record<string, unknown>>,
): (template: PayloadTemplate | undefined) => RenderedBody {
  const defaultBody = bodyText(payload);
  const context = templateContext({
    eventType,
    payload,
    timestamp: toSecondsWithOffset(triggeredAt),
    requestId,
  });
  return (template) => {
    const rendered = template && renderPayloadTemplate(template, context);
    if (rendered && 'body' in rendered) {
      return { body: rendered.body, bodyKind: 'template', templateFallback: undefined };
    }
    return { body: defaultBody, bodyKind: 'default', templateFallback: rendered?.error };
  };
}
