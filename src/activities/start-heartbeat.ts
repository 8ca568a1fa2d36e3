const HEARTBEAT_MS = 3_000;

/** Tells Temporal at intervals that an activity is under way; says nothing of one that is quick. @returns what ends that. */
export function startHeartbeat(heartbeat: () => void): () => void {
  const timer = setInterval(heartbeat, HEARTBEAT_MS);
  return () => clearInterval(timer);
}
