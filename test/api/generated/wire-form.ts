import { basic } from '../../support/services/test-api';
import type { WireRequest } from './exchange';
import { toJson } from './odd-json';
import { withIds } from './reference';
import type { Draft } from './request-draft';
import type { Tenant } from './tenants';

/** A request of one tenant as it goes over the wire, with the ids that there are by now. */
export function toWire(draft: Draft, own: Tenant, foreign: Tenant): WireRequest {
  const ids = { own: own.ids, foreign: foreign.ids };
  const path = draft.segments.map((segment) => encodeURIComponent(withIds(safe(segment), ids)));
  const query = draft.query.map((pair) =>
    pair.map((text) => encodeURIComponent(withIds(safe(text), ids))).join('='),
  );
  const body = draft.json === undefined ? undefined : Buffer.from(withIds(toJson(draft.json), ids));
  return {
    method: draft.method,
    target: `/${path.join('/')}${query.length === 0 ? '' : `?${query.join('&')}`}`,
    headers: [
      ['Authorization', basic(...own.credentials[draft.credentials])],
      ...(body ? [['Content-Type', 'application/json'] as const] : []),
    ],
    body,
  };
}

/** `encodeURIComponent` refuses half of a surrogate pair. */
function safe(text: string): string {
  return Buffer.from(text).toString('utf8');
}
