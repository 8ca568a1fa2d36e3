/** Headers as frameworks hand them over; names in any case. */
export type HeadersLike =
  Iterable<readonly [string, string]> | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface ReceivedHeaders {
  readonly timestamp: string | undefined;
  /** `X-Cld-Signature`. */
  readonly legacy: string | undefined;
  /** `X-Cld-Signature_v2`, or `-v2` where a proxy renamed it. */
  readonly v2: string | undefined;
  /** `Webhook-Id`. */
  readonly id: string | undefined;
  /** `Webhook-Attempt`, counted from 1. */
  readonly attempt: number | undefined;
}

export function readHeaders(headers: HeadersLike): ReceivedHeaders {
  const isIterable = (given: HeadersLike): given is Iterable<readonly [string, string]> =>
    Symbol.iterator in given;
  const values = new Map<string, string>();
  for (const [name, value] of isIterable(headers) ? headers : Object.entries(headers)) {
    if (value !== undefined) values.set(name.toLowerCase().replaceAll('_', '-'), String(value));
  }
  const attempt = Number(values.get('webhook-attempt'));
  return {
    timestamp: values.get('x-cld-timestamp'),
    legacy: values.get('x-cld-signature'),
    v2: values.get('x-cld-signature-v2'),
    id: values.get('webhook-id'),
    attempt: Number.isSafeInteger(attempt) && attempt > 0 ? attempt : undefined,
  };
}
