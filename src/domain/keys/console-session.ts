import type { Caller } from './access-key';

/** A session ends after this time, whatever it is used for. */
export const SESSION_SECONDS = 12 * 60 * 60;

/** A session ends earlier when no request has used it for this time. */
export const SESSION_IDLE_SECONDS = 60 * 60;

/** The most sessions that one access key has; the next one ends the oldest. */
export const MAX_SESSIONS_OF_KEY = 20;

/** The time during which somebody who has signed in to the Console needs no API secret. */
export interface ConsoleSession {
  /** Names the session in the audit log. It opens nothing. */
  readonly id: string;
  /** With the role that the access key has now. */
  readonly caller: Caller;
  /** ISO text, UTC. */
  readonly expiresAt: string;
  /** The name that somebody gave when signing in; nobody has checked it. */
  readonly selfDeclaredName: string | undefined;
}
