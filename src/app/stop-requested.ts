const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Listens for what ends a process that serves: a signal, or the end of the program that started it
 * with an IPC channel. A second signal ends it at once.
 */
export function stopRequested(): { readonly requested: Promise<string>; dispose(): void } {
  let resolve: (reason: string) => void = () => undefined;
  const requested = new Promise<string>((settle) => (resolve = settle));
  let asked = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (asked) process.exit(1);
    asked = true;
    resolve(signal);
  };
  const onDisconnect = () => resolve('the program that started it has ended');
  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.on('disconnect', onDisconnect);
  return {
    requested,
    dispose() {
      for (const signal of SIGNALS) process.off(signal, onSignal);
      process.off('disconnect', onDisconnect);
      if (process.connected) process.disconnect();
    },
  };
}
