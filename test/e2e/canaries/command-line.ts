import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Place } from './hunt';

const CLI = path.resolve(__dirname, '../../../dist/src/cli.js');

/** Runs commands as an operator does, and keeps what they print. */
export class CommandLine {
  readonly outputs: Place[] = [];

  constructor(private readonly settings: Readonly<Record<string, string>>) {}

  /** @returns standard output. @param exitCode expected. */
  async run(command: string, settings: Readonly<Record<string, string>> = {}, exitCode = 0): Promise<string> {
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, ...this.settings, ...settings };
    const child = spawn(process.execPath, [CLI, ...command.split(' ')], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => (printed[name] += text));
    }
    const [code] = (await once(child, 'close')) as [number | null];
    for (const [name, text] of Object.entries(printed)) {
      this.outputs.push({ kind: 'command output', name: `${command}, ${name}`, bytes: Buffer.from(text) });
    }
    if (code !== exitCode) throw new Error(`${command} ended with ${code}: ${printed.stderr}`);
    return printed.stdout;
  }
}
