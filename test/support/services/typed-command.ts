import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Service } from './service';

const CLI = path.resolve(__dirname, '../../../dist/src/cli.js');

interface Options {
  /** In a pseudo-terminal: somebody looks, and may press keys. */
  readonly isTTY?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** A command of customers as they type it, in a process of its own, in a checkout whose service runs. */
export class TypedCommand {
  private readonly process: ChildProcess;
  printed = '';

  constructor(service: Service, words: readonly string[], { isTTY = false, env = {} }: Options = {}) {
    const whole = [process.execPath, CLI, ...words];
    const [program = '', ...args] = isTTY
      ? ['script', '-qec', whole.map(quoted).join(' '), '/dev/null']
      : whole;
    this.process = spawn(program, args, {
      env: {
        PATH: process.env.PATH,
        HOME: service.dataFolder,
        DATA_DIR: service.dataFolder,
        PORT: String(service.port),
        TERM: 'xterm',
        ...env,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.printed += text));
    }
  }

  type(text: string): void {
    this.process.stdin?.write(text);
  }

  kill(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  /** @returns the exit code; `null` after a signal. */
  async end(): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'exit');
    return this.process.exitCode;
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
