import { escapeStep } from '../../domain/json/json-values';

/** A line of a JSON document, as people read it. */
interface PayloadLine {
  /** Of the value that begins here, RFC 6901; `undefined` for a line that only closes one. */
  readonly pointer: string | undefined;
  readonly depth: number;
  readonly text: string;
}

/** Texts are cut: a page that lays out a megabyte in one line stands still. */
const MAX_TEXT = 2_000;

/** Lays a JSON value out in lines, up to so many. */
export function payloadLines(value: unknown, maxLines: number): readonly PayloadLine[] {
  const lines: PayloadLine[] = [];
  add(value, { pointer: '', depth: 0, before: '', after: '' });
  return lines;

  function add(each: unknown, at: Place): void {
    if (lines.length >= maxLines) return;
    const { pointer, depth, before, after } = at;
    const isList = Array.isArray(each);
    const entries = typeof each === 'object' && each !== null ? Object.entries(each) : [];
    if (entries.length === 0) {
      lines.push({ pointer, depth, text: `${before}${shortText(each)}${after}` });
      return;
    }
    lines.push({ pointer, depth, text: `${before}${isList ? '[' : '{'}` });
    entries.forEach(([key, member], index) =>
      add(member, {
        pointer: `${pointer}/${escapeStep(key)}`,
        depth: depth + 1,
        before: isList ? '' : `${JSON.stringify(key)}: `,
        after: index < entries.length - 1 ? ',' : '',
      }),
    );
    if (lines.length < maxLines) {
      lines.push({ pointer: undefined, depth, text: `${isList ? ']' : '}'}${after}` });
    }
  }
}

interface Place {
  readonly pointer: string;
  readonly depth: number;
  readonly before: string;
  readonly after: string;
}

function shortText(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}
