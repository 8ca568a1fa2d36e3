import { PassThrough } from 'node:stream';
import { run } from '../../../packages/cli/src/index';

interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Of `--json`: one value of each line. */
  readonly values: readonly Record<string, unknown>[];
}

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input. */
  readonly input?: string;
  readonly folder?: string;
  /** Whether somebody looks. */
  readonly isTTY?: boolean;
  /** Ends the command when it is aborted. */
  readonly stop?: AbortSignal;
}

/** Runs the command line of customers in this process: what it prints goes nowhere else. */
export async function runCommand(words: readonly string[], options: Options = {}): Promise<Ran> {
  const { env = {}, input = '', folder = '/nowhere', isTTY = false } = options;
  const { stop = new AbortController().signal } = options;
  const stdin = Object.assign(new PassThrough(), { isTTY });
  stdin.end(input);
  const stdout = Object.assign(new PassThrough(), { isTTY });
  const stderr = new PassThrough();
  const printed = [stdout, stderr].map((stream) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString();
  });
  const exitCode = await run(words, { streams: { stdin, stdout, stderr }, env, folder, stop });
  await new Promise((resolve) => setImmediate(resolve));
  const [out = '', err = ''] = printed.map((read) => read());
  const values = words.includes('--json')
    ? out
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];
  return { exitCode, stdout: out, stderr: err, values };
}
