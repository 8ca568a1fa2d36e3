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
