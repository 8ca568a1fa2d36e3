import type http from 'node:http';
import https from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { AddressRules } from '../../domain/destinations/address-rules';
import { judgeLiteral } from './allowed-addresses';
import type { Deadline } from '../deadline';
import { openTunnel, type TunnelOptions } from './proxy-tunnel';

export interface ProxiedOptions extends Pick<TunnelOptions, 'proxy' | 'secureContext'> {
  readonly rules: AddressRules;
}

/** Options of a request, as its agent hands them on. */
type RequestOptions = http.ClientRequestArgs & { readonly deadline?: Deadline };

/**
 * Makes an agent reach every receiver through a tunnel of the proxy, over plain HTTP too. Literal addresses are
 * judged here as without a proxy; where a name leads to only the proxy knows, and has to judge.
 */
export function connectThroughProxy(agent: http.Agent, { rules, ...through }: ProxiedOptions): void {
  const connect = agent.createConnection.bind(agent);
  const needsTls = agent instanceof https.Agent;

  const open = async (options: RequestOptions): Promise<Duplex> => {
    const host = options.host ?? '';
    const refusal = judgeLiteral(rules, host);
    if (refusal) throw refusal;
    const authority = `${host.includes(':') ? `[${host}]` : host}:${options.port}`;
    const socket = await openTunnel({ ...through, authority, deadline: options.deadline });
    const inTunnel = { ...options, socket };
    return (needsTls && connect(inTunnel)) || socket;
  };

  agent.createConnection = (options, callback) => {
    open(options).then(
      (socket) => callback?.(null, socket),
      (error: Error) => callback?.(error, new Socket()),
    );
    return undefined;
  };
}
