import { describeValue } from './describe-value';
import { findJsonFault } from './find-json-fault';

const SHOWN_CHARACTERS = 20;

/** Says for an error message where a text that `JSON.parse` refuses stops being JSON, what is there, and what was expected. */
export function describeJsonFault(text: string): string {
  const { position, expected } = findJsonFault(text) ?? { position: text.length, expected: 'JSON' };
  const before = text.slice(0, position).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  const found =
    position < text.length
      ? describeValue(text.slice(position, position + SHOWN_CHARACTERS))
      : 'the end of the text';
  return `malformed JSON at position ${position} (line ${before.length}, column ${column}): got ${found}, expected ${expected}`;
}
