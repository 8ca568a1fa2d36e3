import type { Role } from './role';

/** The caller: which product environment, by which access key. */
export interface Caller {
  readonly environmentId: string;
  readonly cloudName: string;
  readonly apiKey: string;
  readonly role: Role;
}
