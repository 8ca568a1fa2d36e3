import type { WireErrorCode } from './present/error';

interface Refusal {
  readonly status: number;
  readonly code: WireErrorCode;
  readonly message: string;
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'headers_too_large',
    message: 'request headers: got more than 16 KiB, expected at most that',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    code: 'payload_too_large',
    message: 'chunk extensions: got more than 16 KiB, expected none',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'request_timeout',
    message: 'request: got a part of it, expected its headers within 10 s and all of it within 15 s',
  },
};

/** How Node's `clientError` is to be answered. Source: the codes that Node's own answers depend on. */
export function describeUnreadable({ code = '', message }: NodeJS.ErrnoException): Refusal {
  const reason = message.replace(/^Parse Error: /, '');
  return (
    REFUSALS[code] ?? {
      status: 400,
      code: 'invalid_request',
      message: `request: got something else (${reason}), expected HTTP/1.1`,
    }
  );
}
