import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { AttemptTimings } from '../domain/deliveries/attempt';

export interface StepMeasure {
  /** Watches a request, which has just been made. Of several, the last one counts. */
  watch(request: ClientRequest): void;
  /** @returns `undefined` when no step has ended. */
  read(): AttemptTimings | undefined;
}

/** Measures how long each step of a request takes. A connection that was there before has only the last one. */
export function measureSteps(): StepMeasure {
  let timings: AttemptTimings = {};
  return {
    watch(request) {
      timings = {};
      let since = performance.now();
      const note = (step: keyof AttemptTimings) => {
        const now = performance.now();
        timings = { ...timings, [step]: Math.round(now - since) };
        since = now;
      };
      request.once('socket', (socket) => {
        if (!request.reusedSocket && socket.connecting) noteConnection(socket, note);
        else since = performance.now();
      });
      request.once('response', () => note('firstByte'));
    },
    read: () => (Object.keys(timings).length > 0 ? timings : undefined),
  };
}

function noteConnection(socket: Socket, note: (step: keyof AttemptTimings) => void): void {
  socket.once('lookup', (error: Error | null) => {
    if (!error) note('lookup');
  });
  socket.once('connect', () => note('connect'));
  if (socket instanceof TLSSocket) socket.once('secureConnect', () => note('tls'));
}
