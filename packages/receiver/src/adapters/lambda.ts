import { bytesOfBase64 } from '../bytes.ts';
import type { HeadersLike } from '../received-headers.ts';
import type { Receiver } from '../receiver.ts';

/** An event of API Gateway (REST or HTTP), a function URL or a load balancer. */
export interface LambdaEventLike {
  readonly body?: string | null | undefined;
  readonly isBase64Encoded?: boolean | undefined;
  readonly headers?: HeadersLike | null | undefined;
  readonly multiValueHeaders?: HeadersLike | null | undefined;
}

export interface LambdaAnswer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly isBase64Encoded: false;
}

/** `export const handler = lambdaHandler(receiver)`. Waits for the handlers also with `ackFirst`: Lambda stops after an answer. */
export function lambdaHandler(receiver: Receiver) {
  return async (event: LambdaEventLike): Promise<LambdaAnswer> => {
    const { body, isBase64Encoded, headers, multiValueHeaders } = event;
    const { status, text, finished } = await receiver.handle({
      body: isBase64Encoded ? bytesOfBase64(body ?? '') : (body ?? ''),
      headers: headers ?? multiValueHeaders ?? {},
    });
    await finished;
    return {
      statusCode: status,
      headers: { 'content-type': 'text/plain' },
      body: text,
      isBase64Encoded: false,
    };
  };
}
