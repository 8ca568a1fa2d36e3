import type { PostgresServer } from './postgres';

/** What the global set-up leaves to the global tear-down. */
export const setUp: { folder?: string; postgres?: PostgresServer } = {};
