/** The purpose of an access key. It says who may call, not who signs: see `chooseSigningKey`. */
export const ROLES = ['admin', 'events:publish', 'read'] as const;
export type Role = (typeof ROLES)[number];

/** The permission that a route needs; `follow` is to read one event or operation that the caller has published. */
export type Permission = 'administer' | 'publish' | 'follow' | 'read';

const ROLES_THAT_MAY: Readonly<Record<Permission, readonly Role[]>> = {
  administer: ['admin'],
  publish: ['admin', 'events:publish'],
  follow: ROLES,
  read: ['admin', 'read'],
};

/** The roles of the access keys that have a permission. */
export function rolesThatMay(permission: Permission): readonly Role[] {
  return ROLES_THAT_MAY[permission];
}
