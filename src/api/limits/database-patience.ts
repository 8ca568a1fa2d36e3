import { AsyncLocalStorage } from 'node:async_hooks';
import type { Middleware } from 'koa';
import { UnavailableError } from '../../domain/errors';

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** One for the process: on Node 20 each of them slows down every promise, also when it is no longer used. */
const requests = new AsyncLocalStorage<{ leftMs: number }>();

/**
 * How long a request waits for the database in all, however many statements it has and whatever each of them waits for.
 * What a client or Temporal takes is not counted. A statement given up may be carried out yet.
 */
export class DatabasePatience {
  constructor(private readonly limitMs: number) {}

  /** Starts a new count for each request. */
  readonly middleware: Middleware = (_ctx, next) => requests.run({ leftMs: this.limitMs }, next);

  /**
   * The same records, but each method ends with an UnavailableError when the time of the request is over. Outside of a
   * request each call has the whole time.
   */
  limit<Records extends object>(records: Records): Records {
    return new Proxy(records, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...args: readonly unknown[]) => this.wait(() => (value as Method).apply(target, [...args]));
      },
    });
  }

  private async wait(call: () => Promise<unknown>): Promise<unknown> {
    const time = requests.getStore() ?? { leftMs: this.limitMs };
    const startedMs = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(this.fault()), time.leftMs);
    });
    try {
      return await Promise.race([call(), late]);
    } finally {
      clearTimeout(timer);
      time.leftMs -= performance.now() - startedMs;
    }
  }

  private fault(): UnavailableError {
    return new UnavailableError(
      `the database has not answered for ${this.limitMs / 1000} s: try again; what was asked for may have been done`,
    );
  }
}
