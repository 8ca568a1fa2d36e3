import { ROLES, rolesThatMay, type Permission, type Role } from '../../../src/domain/keys/role';

const MAY: readonly (readonly [Permission, readonly Role[]])[] = [
  ['administer', ['admin']],
  ['publish', ['admin', 'events:publish']],
  ['follow', ['admin', 'events:publish', 'read']],
  ['read', ['admin', 'read']],
];

describe('roles', () => {
  it.each(MAY)('%s is for %j', (permission, roles) => {
    expect(rolesThatMay(permission)).toEqual(roles);
  });

  it('admin may do everything', () => {
    expect(MAY.filter(([permission]) => !rolesThatMay(permission).includes('admin'))).toEqual([]);
  });

  it('are three', () => {
    expect(ROLES).toEqual(['admin', 'events:publish', 'read']);
  });
});
