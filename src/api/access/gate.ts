import type Router from '@koa/router';
import type { RouterMiddleware } from '@koa/router';
import { DomainError } from '../../domain/errors';
import { rolesThatMay } from '../../domain/keys/role';
import type { Access, RouteDeclaration } from '../openapi/route-declaration';
import type { AccountState, EnvironmentState, RequestState } from '../route/request-state';

/** Who calls, as the middleware before has found out. */
type Known = Partial<EnvironmentState & AccountState>;

/** Puts before each route of a router what its declaration asks for; one that is not declared is refused to everybody. */
export function gate(declarations: readonly RouteDeclaration[]) {
  const accesses = new Map(declarations.map((each) => [`${each.method} ${each.path}`, each.access]));
  return <State extends RequestState>(router: Router<State>) => {
    for (const { path, methods, stack } of router.stack) {
      const guard: RouterMiddleware<State> = (ctx, next) => {
        const method = ctx.method === 'HEAD' ? 'get' : ctx.method.toLowerCase();
        refuseOthers(accesses.get(`${method} ${String(path)}`), ctx.state);
        return next();
      };
      if (methods.length > 0) stack.unshift(guard);
    }
    return router.routes();
  };
}

/** @throws DomainError `forbidden`. */
function refuseOthers(access: Access | undefined, { caller, accountId }: Known): void {
  if (access === 'anybody') return;
  if (access === 'provisioning_key') {
    if (accountId === undefined)
      throw new DomainError('forbidden', 'expected the provisioning key of the account');
    return;
  }
  const roles = rolesThatMay(access);
  if (caller && roles.includes(caller.role)) return;
  const got = caller ? `an access key with the role "${caller.role}"` : 'no access key';
  const expected = roles.length === 0 ? 'a declared route' : `one with the role ${inWords(roles)}`;
  throw new DomainError('forbidden', `role: got ${got}, expected ${expected}`);
}

function inWords(roles: readonly string[]): string {
  return roles.map((role) => `"${role}"`).join(' or ');
}
