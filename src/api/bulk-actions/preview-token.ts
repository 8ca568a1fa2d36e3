import { createHash } from 'node:crypto';
import type { BulkRequest } from '../../domain/bulk-actions/bulk-action';

/** The request of a preview. */
type Previewed = BulkRequest & { readonly environmentId: string };

/**
 * Names a preview: its time, and a digest of all that was asked. It is no secret. It keeps one from starting by mistake
 * what was not previewed, or the same preview twice.
 */
export function previewToken(request: Previewed): string {
  return Buffer.from(JSON.stringify([request.asOf, digestOf(request)])).toString('base64url');
}

/**
 * Reads the time of a preview of just this request: ISO text, UTC.
 *
 * @returns `undefined` for a token of anything else.
 */
export function timeOfPreview(token: string, request: Omit<Previewed, 'asOf'>): string | undefined {
  const asOf = readTime(Buffer.from(token, 'base64url').toString('utf8'));
  return asOf !== undefined && previewToken({ ...request, asOf }) === token ? asOf : undefined;
}

/** The id of the one bulk action that a preview can start: 32 hex digits. */
export function idOfPreviewed(request: Previewed): string {
  return digestOf(request).slice(0, 32);
}

function digestOf({ environmentId, kind, filter, force, asOf }: Previewed): string {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  const sorted = given.sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([environmentId, kind, force, asOf, sorted]))
    .digest('hex');
}

function readTime(json: string): string | undefined {
  try {
    const [asOf] = JSON.parse(json) as unknown[];
    return typeof asOf === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(asOf)
      ? asOf
      : undefined;
  } catch {
    return undefined;
  }
}
