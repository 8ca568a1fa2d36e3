import type { Context } from '../command.ts';

const CONTROL_C = '\u0003';

/**
 * Calls back for each key that is pressed, while somebody looks.
 *
 * @returns how to leave the terminal as it was.
 */
export function onPressedKeys(
  { streams: { stdin }, terminal }: Context,
  handlers: Readonly<Record<string, () => void>>,
  onInterrupt: () => void,
): () => void {
  if (!terminal.isInteractive) return () => undefined;
  const read = (text: string) => {
    for (const key of text) {
      if (key === CONTROL_C) onInterrupt();
      else handlers[key.toLowerCase()]?.();
    }
  };
  stdin.setRawMode?.(true);
  stdin.setEncoding('utf8').on('data', read).resume();
  return () => {
    stdin.off('data', read).pause();
    stdin.setRawMode?.(false);
  };
}
