import type { Author } from '../../domain/keys/author';
import type { AccountContext, EnvironmentContext } from '../route/request-state';

/** Who makes the change that a request asks for. */
export function authorOf({ state, ip }: EnvironmentContext | AccountContext): Author {
  const { requestId } = state;
  return 'caller' in state
    ? { kind: 'access_key', id: state.caller.apiKey, requestId, ip }
    : { kind: 'provisioning_key', id: state.provisioningKey, requestId, ip };
}
