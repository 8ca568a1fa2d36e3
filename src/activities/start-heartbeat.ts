const HEARTBEAT_MS = 3_000;

/**
 * Notifies Temporal at intervals that an activity is in progress, but not of a quick one.
 *
 * @returns what ends that.
 */
export function startHeartbeat(heartbeat: () => void): () => void {
  const timer = setInterval(heartbeat, HEARTBEAT_MS);
  return () => clearInterval(timer);
}
