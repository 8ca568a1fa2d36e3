/** Where the platform's own backend says what happened. Case and a final slash do not matter to the router. */
const PUBLISHING: Readonly<Record<string, RegExp>> = {
  POST: /^\/v1_1\/[^/]+\/(events|operations(\/[^/]+\/\w+)?)\/?$/i,
  GET: /^\/v1_1\/[^/]+\/operations\/[^/]+\/response\/?$/i,
};

/** Whether a request hands in an event, an operation or a report, or asks for an operation's answer. */
export function isPublishing(method: string, path: string): boolean {
  return PUBLISHING[method]?.test(path) ?? false;
}
