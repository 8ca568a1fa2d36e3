import type { HttpSender } from '../../../../src/outbound/sender';

/** More would endanger the machine. */
const MAX_BYTES = 60_000_000;

/** What is written first: it has a deadline, and keeps all that it reads until then, or 60 MB. */
export function createGreedySender(): HttpSender {
  return {
    async post({ url, body, headers, timeoutMs }) {
      const startedAt = performance.now();
      const signal = AbortSignal.timeout(timeoutMs);
      const chunks: Uint8Array[] = [];
      try {
        const response = await fetch(url, { method: 'POST', body, headers, signal });
        let byteCount = 0;
        for await (const chunk of response.body ?? []) {
          chunks.push(chunk as Uint8Array);
          byteCount += (chunk as Uint8Array).length;
          if (byteCount > MAX_BYTES) break;
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      const responseExcerpt = Buffer.concat(chunks).toString('latin1', 0, 100);
      return {
        kind: 'delivered',
        httpStatus: 200,
        responseExcerpt,
        durationMs: performance.now() - startedAt,
      };
    },
    close: () => undefined,
  };
}
