import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { chownSync, closeSync, existsSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pollUntil } from '../src/local/dev-server/dev-server-process';
import { spawnWatched } from '../src/local/dev-server/watchdog';
import { freeze, type Frozen } from './freeze';
import { lastWords, readFrom } from './printed';
import type { ProcessSpec } from './process-spec';

/** The command replaces a shell that has written down its own process id, which is then the command's. */
const WITH_PID_FILE = ['-c', 'echo $$ > "$0"; exec "$@"'];
const RESTART_AFTER_MS = 1_000;
const END_DEADLINE_MS = 60_000;

/** Told of a process that ended unasked. */
export type OnEnded = (name: string, words: string) => void;

/**
 * A process that is kept running: when it ends unasked it is started again, as by a container's restart policy. It can be
 * killed, stopped and started by hand, and never outlives this process.
 */
export class ManagedProcess {
  private child: ChildProcess | undefined;
  private frozen: Frozen | undefined;
  private isWanted = false;
  private env: NodeJS.ProcessEnv = {};
  /** How often it ended unasked. */
  unaskedEnds = 0;

  constructor(
    private readonly spec: ProcessSpec,
    private readonly onEnded: OnEnded,
  ) {}

  get name(): string {
    return this.spec.name;
  }

  /** Of the program itself; `undefined` while it does not run. */
  get pid(): number | undefined {
    if (this.child === undefined || !existsSync(this.spec.pidFile)) return undefined;
    return Number(readFileSync(this.spec.pidFile, 'utf8')) || undefined;
  }

  /**
   * Starts it, and waits until it works.
   *
   * @param env added to its environment, now and whenever it is started again.
   * @throws Error with its last words when it does not.
   */
  async start(env: NodeJS.ProcessEnv = {}): Promise<void> {
    this.isWanted = true;
    this.env = env;
    if (this.child === undefined) this.spawn();
    const offset = this.logOffset;
    const printed = () => readFrom(this.spec.logFile, offset);
    const { startDeadlineMs, name } = this.spec;
    const isReady = await pollUntil(() => this.isReady(printed), startDeadlineMs);
    if (isReady) return;
    const words = lastWords(readFrom(this.spec.logFile, 0));
    throw new Error(`${name} did not work within ${startDeadlineMs / 1000} s: ${words}`);
  }

  private async isReady(printed: () => string): Promise<boolean> {
    try {
      return this.child !== undefined && (await this.spec.isReady(printed()));
    } catch {
      return false; // It does not answer yet.
    }
  }

  private logOffset = 0;

  private spawn(): void {
    const { command, args, user, logFile, pidFile } = this.spec;
    writeFileSync(pidFile, '');
    if (user) chownSync(pidFile, user.uid, user.gid);
    const log = openSync(logFile, 'a');
    this.logOffset = statSync(logFile).size;
    const env = { ...this.spec.env, ...this.env };
    const options = { env, output: log, ...(user && { user }) };
    const child = spawnWatched('/bin/sh', [...WITH_PID_FILE, pidFile, command, ...args], options);
    closeSync(log);
    this.child = child;
    child.once('exit', () => void this.afterExit(child));
  }

  private async afterExit(child: ChildProcess): Promise<void> {
    if (this.child === child) this.child = undefined;
    if (!this.isWanted) return;
    this.unaskedEnds += 1;
    this.onEnded(this.name, lastWords(readFrom(this.spec.logFile, this.logOffset)));
    await sleep(RESTART_AFTER_MS);
    if (this.isWanted && this.child === undefined) this.spawn();
  }

  /** As `kill -9`; it stays down until it is started again. */
  kill(): Promise<void> {
    return this.down('SIGKILL');
  }

  /** In order; it stays down until it is started again. */
  end(): Promise<void> {
    return this.down(this.spec.endSignal);
  }

  /** Sends a signal that ends it, and waits for that. */
  async down(signal: NodeJS.Signals): Promise<void> {
    this.isWanted = false;
    await this.thaw();
    const { child } = this;
    if (child === undefined) return;
    const exited = once(child, 'exit');
    this.send(signal);
    const late = setTimeout(() => this.send('SIGKILL'), END_DEADLINE_MS);
    await exited;
    clearTimeout(late);
  }

  private send(signal: NodeJS.Signals): void {
    const { pid, child } = this;
    try {
      if (pid === undefined) child?.stdin?.end();
      else process.kill(pid, signal);
    } catch {
      return; // It has ended meanwhile.
    }
  }

  /** As SIGSTOP does, its own processes included: connections stay, nothing answers. */
  freeze(): void {
    const { pid } = this;
    if (pid === undefined) throw new Error(`${this.name} does not run`);
    this.frozen ??= freeze(pid);
  }

  async thaw(): Promise<void> {
    const { frozen } = this;
    this.frozen = undefined;
    await frozen?.thaw();
  }
}
