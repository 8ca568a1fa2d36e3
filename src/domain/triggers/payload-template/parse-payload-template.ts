import { DomainError } from '../../errors';
import { describeJsonFault } from '../../json/find-json-fault';
import { describeValue } from '../../json/describe-value';
import { isExactNumber } from '../../json/is-exact-number';
import { walkJson, isJsonObject, utf8Length } from '../../json/walk-json';
import type { JsonNode } from '../../json/walk-json';
import type { PayloadTemplate } from '../trigger';
import { findLeafFault } from './check-leaf';

const MAX_DEPTH = 32;
/** UTF-8 bytes of the compact JSON text. */
const MAX_BYTES = 16_384;

/**
 * Reads a trigger's `payload_template`: an object, or a text that parses to one, whose string
 * leaves are Mustache. Source: docs/contract.md §4; docs/decisions.md D3, D10.
 *
 * @returns `undefined` for `null`, `undefined`, `""` and `{}`, which stand for no template.
 * @throws DomainError `invalid_payload_template`, with a JSON pointer to the fault; for a text that is not JSON, with the
 * position.
 */
export function parsePayloadTemplate(input: unknown): PayloadTemplate | undefined {
  if (input === null || input === undefined || input === '') return undefined;
  const template = typeof input === 'string' ? parseJson(input) : input;
  if (!isJsonObject(template)) {
    throw fault('', describeValue(template), 'an object, or a text that parses to one');
  }
  if (Object.keys(template).length === 0) return undefined;
  checkSize(template);
  for (const node of walkJson(template)) checkNode(node);
  return template;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DomainError(
      'invalid_payload_template',
      `payload_template is not the text of a JSON object: ${describeJsonFault(text)}`,
      { cause },
    );
  }
}

function checkSize(template: PayloadTemplate): void {
  for (const { pointer, value, depth } of walkJson(template)) {
    if (depth <= MAX_DEPTH) continue;
    throw fault(pointer, describeValue(value), `at most ${MAX_DEPTH} levels of nesting`);
  }
  const bytes = utf8Length(JSON.stringify(template));
  if (bytes <= MAX_BYTES) return;
  throw fault('', `${bytes} bytes of JSON`, `at most ${MAX_BYTES}`);
}

function checkNode({ pointer, key, value }: JsonNode): void {
  if (key === '__proto__') {
    throw fault(pointer, describeValue(value), 'another key than "__proto__"');
  }
  if (typeof value === 'number' && !isExactNumber(value)) {
    const found = `a number beyond ${Number.MAX_SAFE_INTEGER}`;
    throw fault(pointer, found, 'one that JSON keeps exactly, or its digits as text');
  }
  const leafFault = typeof value === 'string' ? findLeafFault(value) : undefined;
  if (!leafFault) return;
  const { found, expected } = leafFault;
  throw fault(pointer, `${describeValue(value)}, which contains ${found}`, expected);
}

function fault(pointer: string, found: string, expected: string): DomainError {
  const place = pointer === '' ? 'payload_template' : `payload_template at ${pointer}`;
  return new DomainError('invalid_payload_template', `${place} is ${found}; expected ${expected}`);
}
