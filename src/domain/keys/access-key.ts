import type { Role } from './role';
import type { SigningCandidate } from './signing-key';

/** A key of a product environment, with its secret: for the account's owner only, never for a log. */
export interface AccessKey extends SigningCandidate {
  readonly environmentId: string;
  readonly apiSecret: string;
  /** Unique in the product environment. */
  readonly name: string;
  readonly role: Role;
  /** Whether it came with the product environment. */
  readonly root: boolean;
  /** ISO text, UTC. */
  readonly updatedAt: string;
}

/** The owner's wishes for a new key. */
export interface NewAccessKey {
  readonly environmentId: string;
  /** By default made of the key's number. */
  readonly name?: string | undefined;
  readonly enabled: boolean;
  readonly role: Role;
  /** ISO text, UTC. */
  readonly createdAt: string;
}

/** An absent key leaves the field as it is. Dedicating one takes the dedication from the one that had it. */
export interface AccessKeyChanges {
  readonly name?: string;
  readonly enabled?: boolean;
  readonly dedicatedForWebhooks?: boolean;
  readonly role?: Role;
  readonly updatedAt: string;
}

/** The caller: which product environment, by which access key. */
export interface Caller {
  readonly environmentId: string;
  readonly cloudName: string;
  readonly apiKey: string;
  readonly role: Role;
}

/** A key of the account. Its secret is shown this once. */
export interface ProvisioningKey {
  readonly accountId: string;
  readonly provisioningApiKey: string;
  readonly provisioningApiSecret: string;
}

export const ACCESS_KEY_ORDERS = ['api_key', 'created_at', 'name', 'enabled'] as const;

/** In which order keys are listed. */
export interface AccessKeyOrder {
  readonly by: (typeof ACCESS_KEY_ORDERS)[number];
  readonly direction: 'asc' | 'desc';
}

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
