import type { AuditFacts } from './audit-entry';
import { maskUrl } from '../destinations/mask-url';

const SECRET_NAME = /secret|password|passphrase|token|authorization|credential|private_?key/i;

/** A URL inside a text; a Mustache tag in it may hold spaces. No part of it can match in two ways: it takes linear time. */
const URL_IN_TEXT = /https?:\/\/(?:\{\{[^{}]*\}\}|[^\s"'<>])+/gi;

/**
 * Facts as the JSON text that may be kept for ever: what is called like a secret becomes `***`, and URLs, also those
 * inside texts, lose user, password, query values and fragment.
 */
export function maskFacts(facts: AuditFacts): string {
  return JSON.stringify(facts, (name, value: unknown) => {
    if (SECRET_NAME.test(name) && value !== null) return '***';
    return typeof value === 'string' ? value.replace(URL_IN_TEXT, maskUrl) : value;
  });
}
