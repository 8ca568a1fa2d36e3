import type { Knex } from 'knex';
import { readerOf } from './reader-of';

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

/** Says of every statement how long its answer took. @param observe `operation` is select, insert, update, delete or other. */
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
