import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import {
  MAX_SESSIONS_OF_KEY,
  SESSION_IDLE_SECONDS,
  SESSION_SECONDS,
  type ConsoleSession,
} from '../../domain/keys/access-key';
import { readerOf } from '../database/reads';
import { recordAudit } from './audit-log';
import type { Author } from '../../domain/keys/audit-entry';
import type { Caller } from '../../domain/keys/access-key';
import type { Role } from '../../domain/keys/role';
import { isDatabaseUnavailable } from '../database/database-errors';

const TOKEN_BYTES = 32;
/** A session is idle for up to this much longer than it was told: not every request writes. */
const SEEN_EVERY_SECONDS = 60;

interface SessionRow {
  id: string;
  token_hash: string;
  api_key: string;
  created_at: string;
  last_seen_at: string;
  expires_at: string;
  ip: string | null;
  user_agent: string | null;
  self_declared_name: string | null;
}

interface FoundRow extends SessionRow {
  readonly environment_id: string;
  readonly cloud_name: string;
  readonly role: Role;
}

/** Sessions of the Console. Of a token only its hash is stored. */
export function createConsoleSessionStore(db: Knex, now: () => Date) {
  const isoTime = (secondsFromNow: number) => new Date(now().getTime() + secondsFromNow * 1000).toISOString();

  async function noteUse({ id, last_seen_at: lastSeenAt }: SessionRow): Promise<void> {
    if (lastSeenAt > isoTime(-SEEN_EVERY_SECONDS)) return;
    try {
      await db<SessionRow>('console_sessions')
        .where({ id })
        .update({ last_seen_at: isoTime(0) });
    } catch (error) {
      // Nobody is signed out because the database takes no writes at present.
      if (!isDatabaseUnavailable(error)) throw error;
    }
  }

  return {
    /**
     * Begins a session, and ends the key's oldest ones beyond 20.
     *
     * @returns the session with its token, 256 random bits as base64url, which is shown this once.
     */
    async create(
      caller: Caller,
      { userAgent, by }: { readonly userAgent: string; readonly by: Author },
    ): Promise<{ readonly session: ConsoleSession; readonly token: string }> {
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      const id = randomUUID().replaceAll('-', '');
      const { apiKey, environmentId } = caller;
      const expiresAt = isoTime(SESSION_SECONDS);
      await db.transaction(async (trx) => {
        await trx<SessionRow>('console_sessions').where('expires_at', '<=', isoTime(0)).delete();
        await trx<SessionRow>('console_sessions').insert({
          id,
          token_hash: hashOf(token),
          api_key: apiKey,
          created_at: isoTime(0),
          last_seen_at: isoTime(0),
          expires_at: expiresAt,
          ip: by.ip ?? null,
          user_agent: userAgent,
          self_declared_name: by.selfDeclaredName ?? null,
        });
        await endOldest(trx, apiKey);
        const after = { api_key: apiKey, expires_at: expiresAt };
        await recordAudit(trx, { action: 'console_session.create', environmentId, subjectId: id, after, by });
      });
      return { session: { id, caller, expiresAt, selfDeclaredName: by.selfDeclaredName }, token };
    },

    /**
     * Finds the session of a token, and notes that it is used.
     *
     * @returns `undefined` for an unknown token, a session that has ended or was idle for an hour, and a key or product
     *   environment that is disabled: all alike.
     */
    async find(token: string): Promise<ConsoleSession | undefined> {
      const row = await readerOf(db)('console_sessions')
        .join('access_keys', 'access_keys.api_key', 'console_sessions.api_key')
        .join('product_environments', 'product_environments.id', 'access_keys.environment_id')
        .where({ token_hash: hashOf(token) })
        .where({ 'access_keys.enabled': true, 'product_environments.enabled': true })
        .where('expires_at', '>', isoTime(0))
        .where('last_seen_at', '>', isoTime(-SESSION_IDLE_SECONDS))
        .first<FoundRow | undefined>(
          'console_sessions.*',
          'access_keys.environment_id',
          'access_keys.role',
          'product_environments.cloud_name',
        );
      if (!row) return undefined;
      await noteUse(row);
      return fromRow(row);
    },

    /** Ends a session. Its token opens nothing from then on. */
    async end({ id, caller: { apiKey, environmentId } }: ConsoleSession, by: Author): Promise<void> {
      await db.transaction(async (trx) => {
        if ((await trx('console_sessions').where({ id }).delete()) === 0) return;
        const before = { api_key: apiKey };
        await recordAudit(trx, { action: 'console_session.end', environmentId, subjectId: id, before, by });
      });
    },
  };
}

async function endOldest(trx: Knex.Transaction, apiKey: string): Promise<void> {
  const ofKey = () => trx<SessionRow>('console_sessions').where({ api_key: apiKey });
  const kept = await ofKey()
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(MAX_SESSIONS_OF_KEY)
    .pluck<string[]>('id');
  await ofKey().whereNotIn('id', kept).delete();
}

/** Fast, since a token is random: nobody can guess one from a list of hashes. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function fromRow(row: FoundRow): ConsoleSession {
  const caller: Caller = {
    environmentId: row.environment_id,
    cloudName: row.cloud_name,
    apiKey: row.api_key,
    role: row.role,
  };
  const selfDeclaredName = row.self_declared_name ?? undefined;
  return { id: row.id, caller, expiresAt: row.expires_at, selfDeclaredName };
}
