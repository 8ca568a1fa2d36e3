const MAX_STARTS = 4;

/** The SDK gives a server five seconds to start, which a busy machine may need more of: starts it again then. */
export async function patiently<Server>(start: () => Promise<Server>): Promise<Server> {
  for (let starts = 1; ; starts++) {
    try {
      return await start();
    } catch (error) {
      if (starts === MAX_STARTS || !/did not start within/.test(String(error))) throw error;
    }
  }
}
