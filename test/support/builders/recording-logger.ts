import type { Logger } from '../../../src/logger';

export interface RecordingLogger extends Logger {
  readonly lines: {
    readonly level: keyof Logger;
    readonly message: string;
    readonly facts: object | undefined;
  }[];
}

/** Keeps what is logged in place of printing it. */
export function recordingLogger(): RecordingLogger {
  const lines: RecordingLogger['lines'] = [];
  const at = (level: keyof Logger) => (message: string, facts?: object) =>
    void lines.push({ level, message, facts });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
