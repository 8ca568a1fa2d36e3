import type { Context } from '../command.ts';
import { clockTime, shown } from '../terminal.ts';
import { isAccepted, type Forwarded, type LocalServer } from './forward.ts';
import type { Message } from './poll.ts';

/** Tells what became of a message: a line for people, an object for programs. */
export function report(
  { terminal, isJson }: Context,
  message: Message,
  {
    server,
    forwarded,
  }: { readonly server: LocalServer | undefined; readonly forwarded: Forwarded | undefined },
): void {
  const at = new Date().toISOString();
  const type = message.payload.notification_type;
  if (isJson) {
    terminal.json({
      at,
      delivery_id: message.delivery_id,
      attempt: message.attempt,
      ...(server && { forward: server.url.href }),
      ...(forwarded?.kind === 'answered' && { status: forwarded.status }),
      ...(forwarded?.kind === 'unreachable' && { error: forwarded.reason }),
      ...(forwarded && { duration_ms: forwarded.durationMs }),
      headers: message.headers,
      payload: message.payload,
    });
    return;
  }
  const parts = [
    terminal.paint('dim', clockTime(at)),
    markOf(terminal.paint, forwarded),
    shown(type ?? 'notification'),
    shown(message.payload.public_id ?? ''),
    forwarded && server ? `${forwarded.durationMs} ms → ${server.url.href}` : '',
    message.attempt > 1 ? terminal.paint('dim', ` (attempt ${message.attempt})`) : '',
  ];
  terminal.say(parts.filter((part) => part !== '').join(' '));
  const detail = detailOf(forwarded);
  if (detail !== '') terminal.say(`         ${terminal.paint('dim', shown(detail))}`);
}

function markOf(paint: Context['terminal']['paint'], forwarded: Forwarded | undefined): string {
  if (!forwarded) return paint('green', '✓');
  if (forwarded.kind === 'unreachable') return paint('red', '✗');
  const { status } = forwarded;
  return isAccepted(forwarded) ? paint('green', `✓ ${status}`) : paint('red', `✗ ${status}`);
}

/** The first line of what went wrong. */
function detailOf(forwarded: Forwarded | undefined): string {
  if (!forwarded) return '';
  if (forwarded.kind === 'unreachable') return forwarded.reason;
  return isAccepted(forwarded) ? '' : forwarded.firstLine;
}

/** A message in full: its headers and its body. */
export function detail({ terminal }: Context, message: Message): void {
  for (const [name, value] of Object.entries(message.headers)) {
    terminal.say(`  ${terminal.paint('dim', name)}: ${shown(value)}`);
  }
  terminal.say(`  ${shown(Buffer.from(message.signed_payload, 'base64url').toString())}`);
}
