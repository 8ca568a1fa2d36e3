import type http from 'node:http';
import { isIP, type LookupFunction, Socket } from 'node:net';
import {
  AddressNotAllowed,
  type AddressSource,
  findAllowedAddresses,
  judgeLiteral,
} from './allowed-addresses';

/**
 * Node gives each address but the last 250 ms to connect and far receivers need more
 * (nodejs/node issue 54359).
 */
const ADDRESS_ATTEMPT_TIMEOUT_MS = 2_000;
const MAX_ADDRESSES = 16;

/**
 * Makes an agent connect to allowed addresses only. The addresses that were judged are those that are connected
 * to: there is no second lookup in which a name could lead elsewhere. The host name stays in the `Host` header
 * and in TLS.
 */
export function connectDirectly(agent: http.Agent, addresses: AddressSource): void {
  const connect = agent.createConnection.bind(agent);

  agent.createConnection = (options, callback) => {
    // Node looks up names only: a literal address must be judged here.
    const refusal = judgeLiteral(addresses.rules, options.host ?? '');
    if (refusal) {
      process.nextTick(() => callback?.(refusal, new Socket()));
      return undefined;
    }
    const abandoned = new AbortController();
    const guarded = {
      ...options,
      lookup: guardedLookup(addresses, abandoned.signal),
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_TIMEOUT_MS,
    };
    const socket = connect(guarded, callback);
    socket?.once('close', () => abandoned.abort(ABANDONED));
    if (socket instanceof Socket) judgeAgainOnceConnected(socket, addresses);
    return socket;
  };
}

/** Given, since without a reason each `abort` makes an error with a stack. */
const ABANDONED = 'the connection was closed';

/** Answers with all addresses, as `autoSelectFamily` expects it. */
function guardedLookup(addresses: AddressSource, signal: AbortSignal): LookupFunction {
  return (hostname, _options, callback) => {
    findAllowedAddresses(addresses, hostname, signal).then(
      (found) =>
        callback(
          null,
          found.slice(0, MAX_ADDRESSES).map((address) => ({ address, family: isIP(address) })),
        ),
      (error: Error) => callback(error, []),
    );
  };
}

function judgeAgainOnceConnected(socket: Socket, { rules }: AddressSource): void {
  socket.once('connect', () => {
    if (!rules.isAllowed(socket.remoteAddress ?? '')) socket.destroy(new AddressNotAllowed());
  });
}
