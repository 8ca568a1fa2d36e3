import { DELIVERY_ERROR_CODES, type DeliveryErrorCode } from '../../domain/deliveries/delivery';
import { visibleText } from './visible-text';

interface ErrorWords {
  /** What happened, as the part of a line. */
  readonly text: string;
  /** What to do about it, as a sentence. */
  readonly advice: string;
}

/** Why a delivery has not succeeded, for people. The codes are those of docs/errors.md. */
const ERROR_WORDS: Readonly<Record<DeliveryErrorCode, ErrorWords>> = {
  http_status: {
    text: 'Refused',
    advice: 'The receiver answered, and refused. Its own log says why.',
  },
  timeout: {
    text: 'No answer in time',
    advice: 'Let the receiver answer 200 first and do its work afterwards.',
  },
  dns_error: {
    text: 'Host not found',
    advice: 'Check the spelling of the host, and its entry in the DNS.',
  },
  connection_refused: {
    text: 'Connection refused',
    advice: 'Nothing listens at this port. Check that the receiver runs, and the port of the URL.',
  },
  connection_failed: {
    text: 'No connection',
    advice: 'The machine cannot be reached. Check its firewall and its network.',
  },
  connection_reset: {
    text: 'Connection closed early',
    advice: 'The receiver closed the connection before it answered. It may have restarted.',
  },
  tls_error: {
    text: 'TLS failed',
    advice: 'The certificate must be valid now, for this host, and complete with its chain.',
  },
  invalid_response: {
    text: 'Answer is not HTTP',
    advice: 'Something else than a web server answers at this port, or its headers are too large.',
  },
  destination_not_allowed: {
    text: 'Address not allowed',
    advice: 'The host leads to a private or otherwise forbidden address. Use a public one.',
  },
  signing_key_disabled: {
    text: 'Not signed',
    advice: 'No enabled access key can sign. Enable one of this product environment.',
  },
  not_polled: {
    text: 'Nobody asked in time',
    advice: 'No client acknowledged it while it was kept. Let one poll this channel, then put it back.',
  },
  channel_full: {
    text: 'Channel full',
    advice: 'Newer notifications took its place. Poll this channel more often.',
  },
};

/** Why an attempt failed, with the receiver's status if it gave one: "Answered 503". A code of a later version is its own text. */
export function errorText(code: string, httpStatus: number | null | undefined): string {
  if (code === 'http_status' && typeof httpStatus === 'number') return `Answered ${httpStatus}`;
  return errorWords(code)?.text ?? visibleText(code);
}

/** @returns `undefined` for a code of a later version. */
export function errorWords(code: string): ErrorWords | undefined {
  const known = DELIVERY_ERROR_CODES.find((each) => each === code);
  return known && ERROR_WORDS[known];
}
