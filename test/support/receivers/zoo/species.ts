import type { AttemptErrorCode } from '../../../../src/domain/deliveries/attempt';
import { type Behaviour, type RawReceiver, startRawReceiver } from '../raw-receiver';
import { certificates } from './certificates';

/** `delivered`, the status of a refusal, or why there was no answer; several where the system's timing decides. */
export type Fate = 'delivered' | number | AttemptErrorCode | readonly AttemptErrorCode[];

/** One way to behave as a receiver, and what it does to a POST. */
export interface Species {
  /** Completes "a receiver that …". */
  readonly name: string;
  readonly fate: Fate;
  /** Part of the error message. */
  readonly says: string;
  readonly settles: 'at once' | 'at the deadline';
  readonly scheme: 'http' | 'https';
  readonly requestBytes: number;
  /** @param internalUrl where nobody may be led. */
  start(internalUrl: string): Promise<RawReceiver>;
}

type Traits = Partial<Pick<Species, 'says' | 'settles' | 'scheme' | 'requestBytes'>>;

/** A species that is started by `start`; a fate of `timeout` settles at the deadline. */
export function species(name: string, fate: Fate, start: Species['start'], traits: Traits = {}): Species {
  const settles = fate === 'timeout' ? 'at the deadline' : 'at once';
  return { says: '', settles, scheme: 'http', requestBytes: 2, ...traits, name, fate, start };
}

/** A species that speaks over a plain connection, or, asked by `https`, lets the sender find out that it does. */
export function plain(name: string, fate: Fate, behave: Behaviour, traits?: Traits): Species {
  return species(name, fate, () => startRawReceiver(behave), traits);
}

/** A species that speaks over TLS with a certificate that the sender trusts, unless `tls` says otherwise. */
export function secure(
  name: string,
  fate: Fate,
  { behave, tls, ...traits }: Traits & { behave: Behaviour; tls?: Parameters<typeof startRawReceiver>[1] },
): Species {
  const options = { certificate: certificates.valid, ...tls };
  return species(name, fate, () => startRawReceiver(behave, options), { scheme: 'https', ...traits });
}
