import type { Knex } from 'knex';
import { readerOf } from './reads';

/** A probe's caller gives up after some seconds. */
const READ_MS = 3_000;
/** A write waits some 30 ms for a checkpoint, and hardly longer for others. */
const WRITE_MS = 500;

/**
 * Finds out whether the database answers, and whether it takes writes: it may be locked, read-only or overwhelmed by
 * them.
 *
 * @returns a function that never takes more than 3 s, and rejects when the database cannot be read.
 */
export function createDatabaseCheck(db: Knex): () => Promise<'ok' | 'not writable'> {
  const environments = (pool: Knex) => pool('product_environments');
  let writing: Promise<boolean> | undefined;

  /** One at a time: further ones would only make the queue longer. */
  function write(): Promise<boolean> {
    writing ??= environments(db)
      .whereRaw('1 = 0')
      .update({ name: '' })
      .then(
        () => true,
        () => false,
      )
      .finally(() => (writing = undefined));
    return writing;
  }

  return async () => {
    const [read, isWritable] = await Promise.all([
      within(READ_MS, environments(readerOf(db)).select<unknown[]>('id').limit(1)),
      within(WRITE_MS, write()),
    ]);
    if (read === 'late') throw new Error(`the database has not answered for ${READ_MS / 1000} s`);
    return isWritable === true ? 'ok' : 'not writable';
  };
}

async function within<T>(limitMs: number, work: PromiseLike<T>): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, limitMs, 'late');
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const OPERATIONS: Readonly<Record<string, string>> = {
  select: 'select',
  first: 'select',
  pluck: 'select',
  insert: 'insert',
  update: 'update',
  del: 'delete',
};

interface Statement {
  readonly __knexQueryUid: string;
  /** Absent for the begin and the end of a transaction. */
  readonly method?: string;
}

/**
 * Says of every statement how long its answer took.
 *
 * @param observe `operation` is select, insert, update, delete or other.
 */
export function timeStatements(db: Knex, observe: (operation: string, seconds: number) => void): void {
  const begunMs = new Map<string, number>();
  const end = ({ __knexQueryUid: uid, method = '' }: Statement) => {
    const begun = begunMs.get(uid);
    if (begun === undefined) return;
    begunMs.delete(uid);
    observe(OPERATIONS[method] ?? 'other', (performance.now() - begun) / 1000);
  };
  for (const pool of new Set([db, readerOf(db)])) {
    pool.on('query', ({ __knexQueryUid }: Statement) => begunMs.set(__knexQueryUid, performance.now()));
    pool.on('query-response', (_answer: unknown, statement: Statement) => end(statement));
    pool.on('query-error', (_error: unknown, statement: Statement) => end(statement));
  }
}
