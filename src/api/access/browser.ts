import type { Context } from 'koa';
import { clientNetwork } from '../../domain/keys/client-network';
import { transportOf, type Transport } from './session-cookie';

const MAX_USER_AGENT_CHARACTERS = 255;

/** Where a request of the Console comes from. */
export interface Browser {
  readonly ip: string;
  /** As `clientNetwork` names it. */
  readonly network: string;
  /** The beginning of what it says of itself. */
  readonly userAgent: string;
  readonly transport: Transport;
}

export function browserOf(ctx: Pick<Context, 'ip' | 'get' | 'secure' | 'hostname'>): Browser {
  const { ip } = ctx;
  const userAgent = ctx.get('User-Agent').slice(0, MAX_USER_AGENT_CHARACTERS);
  return { ip, network: clientNetwork(ip), userAgent, transport: transportOf(ctx) };
}
