import type { DeliveryShape } from './shapes.ts';
import { dayAndTime, shown, type Colour, type Terminal } from './terminal.ts';

const MARKS = {
  delivered: ['✓', 'green'],
  failed: ['✗', 'red'],
  cancelled: ['–', 'dim'],
  pending: ['…', 'yellow'],
} as const satisfies Readonly<Record<DeliveryShape['status'], readonly [string, Colour]>>;

/** A delivery's status with its mark. */
export function statusWords({ paint }: Terminal, status: DeliveryShape['status']): string {
  const [mark, colour] = MARKS[status];
  return paint(colour, `${mark} ${status}`);
}

/** Why a delivery is where it is. */
export function reasonWords(delivery: DeliveryShape): string {
  if (delivery.waiting_for !== null) return `waits for ${delivery.waiting_for}`;
  if (delivery.next_attempt_at !== null) return `next attempt ${dayAndTime(delivery.next_attempt_at)}`;
  if (delivery.last_http_status !== null) return `answered ${delivery.last_http_status}`;
  return delivery.last_error_code ?? '';
}

/** One line of a list. */
export function deliveryLine(terminal: Terminal, delivery: DeliveryShape): string {
  const parts = [
    dayAndTime(delivery.created_at),
    statusWords(terminal, delivery.status),
    shown(delivery.event_type),
    delivery.test === true ? 'test' : '',
    `→ ${shown(delivery.uri)}`,
    terminal.paint('dim', shown(delivery.id)),
    shown(reasonWords(delivery)),
  ];
  return parts.filter((part) => part !== '').join('  ');
}
