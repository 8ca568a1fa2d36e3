import type { Role } from '../../domain/keys/role';

/** Why a key may not change anything; `undefined` for one that may. */
export function notAdminReason({ role }: { readonly role: Role }): string | undefined {
  if (role === 'admin') return undefined;
  return `The key that you signed in with has the role ${role}. It takes the role admin.`;
}
