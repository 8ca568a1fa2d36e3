/**
 * Says in words why a Temporal server was not reached.
 *
 * @param text the client library's message: the debug form of nested Rust errors.
 */
export function explainConnectionFailure(text: string): string {
  if (/h2 protocol error|Http2/.test(text))
    return 'what answers there does not speak gRPC, or not without TLS';
  const tlsFault = /kind: InvalidData, error: (\w+(?:\(\w+\))?)/.exec(text)?.[1];
  if (tlsFault !== undefined) return `TLS failed: ${tlsFault}`;
  const quoted = [...text.matchAll(/(?:message|error): "([^"]+)"/g)].at(-1)?.[1];
  return quoted ?? text.split('\n', 1)[0] ?? text;
}
