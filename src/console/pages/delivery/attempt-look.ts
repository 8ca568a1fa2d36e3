import type { ShownAttempt } from '../../calls/delivery';
import { errorText } from '../../parts/error-words';
import type { AttemptLook } from '../../pictures/Timeline';

/** How an attempt looks in pictures and lists: its outcome by colour, shape and text. */
export function attemptLook({ outcome, error_code: code, http_status: status }: ShownAttempt): AttemptLook {
  if (outcome === 'delivered') return { tone: 'good', icon: 'check', text: String(status) };
  if (outcome === 'rejected') return { tone: 'bad', icon: 'cross', text: String(status) };
  if (code === 'timeout') return { tone: 'bad', icon: 'clock', text: 'timeout' };
  return { tone: 'bad', icon: 'bolt', text: SHORT[code ?? ''] ?? 'no answer' };
}

/** For the narrow places of a picture. */
const SHORT: Readonly<Partial<Record<string, string>>> = {
  dns_error: 'no host',
  connection_refused: 'refused',
  tls_error: 'TLS',
  destination_not_allowed: 'forbidden',
  signing_key_disabled: 'not signed',
};

/** What became of an attempt, in words. */
export function attemptWords({ error_code: code, http_status: status }: ShownAttempt): string {
  return code === null ? `Accepted with ${status ?? ''}` : errorText(code, status);
}
