import type { Logger } from '../../logger';

export interface DevServerOptions {
  /** Absolute path of the Temporal CLI. */
  readonly cli: string;
  /** gRPC port on the loopback interface. */
  readonly port: number;
  /** Port of the Web UI on the loopback interface. */
  readonly uiPort: number;
  /** Absolute path of the SQLite file that keeps the workflows; it and its folder are made when missing. */
  readonly databaseFile: string;
  readonly namespace: string;
  /** Absolute path of the file that gets the server's own output; emptied at the start. */
  readonly logFile: string;
  /** Of this process: what a program needs is handed on to the server's. */
  readonly env: NodeJS.ProcessEnv;
  readonly logger: Logger;
  /** Called once when the server has ended again and again and is not started any more. */
  readonly onGivenUp: (error: Error) => void;
}
