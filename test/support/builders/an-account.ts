export const ACCOUNT_ID = '16a8ff3b-736b-49a6-85c0-03b69d5a357b';

/** An account with its provisioning key. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** The installation's own account. */
export function anAccount(changes: Partial<Account> = {}): Account {
  return {
    id: ACCOUNT_ID,
    name: 'installation',
    apiKey: '555555555555555',
    apiSecret: 'provisioning:sécret',
    ...changes,
  };
}
