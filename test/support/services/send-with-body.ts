import { request } from 'node:http';

interface Sent {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** Does what `fetch` does, which refuses a body with GET. */
export function sendWithBody(url: string, { method, headers, body }: Sent): Promise<Response> {
  return new Promise((resolve, reject) => {
    const length = { 'Content-Length': String(Buffer.byteLength(body)) };
    const named = body.length > 0 && !hasLength(headers) ? { ...headers, ...length } : headers;
    const sent = request(url, { method, headers: { ...named } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const pairs = Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
          values.map((value): [string, string] => [name, value]),
        );
        resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode ?? 0, headers: pairs }));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function hasLength(headers: Sent['headers']): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'content-length');
}
