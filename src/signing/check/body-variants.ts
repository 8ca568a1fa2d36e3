import type { Steps } from '../../kit/in-turns';
import { findEventType } from '../../domain/events/event-types';
import { isJsonObject } from '../../domain/json/json-values';

/** What a body may have been before something on the way changed it. */
interface BodyVariant {
  readonly code: 'trailing_newline' | 'byte_order_mark' | 'line_breaks' | 'reserialised';
  readonly bytes: Buffer;
  /** What is different in the body that was sent: "has no spaces between its parts". */
  readonly words: string;
}

/** A larger body is not written again: each form of it would take long. */
const MAX_RESERIALISED_BYTES = 262_144;

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const CONTEXT_ORDER = ['triggered_at', 'triggered_by', 'source', 'id'];

/** Finds the variant of a body that was signed, trying one in each step; `undefined` when it was none of them. */
export function* findVariant(
  body: Buffer,
  isSigned: (bytes: Buffer) => boolean,
): Steps<BodyVariant | undefined> {
  for (const variant of bodyVariants(body)) {
    yield;
    if (isSigned(variant.bytes)) return variant;
  }
  return undefined;
}

/** What is different about a body whose variant was signed, and what to do. */
export function variantWords({ words }: BodyVariant): string {
  return `The signature is that of the same notification whose body ${words}. Verify the bytes as they came, before any parser or editor.`;
}

/** Makes the variants one by one, the smallest changes first; none is the body itself. */
function* bodyVariants(body: Buffer): Generator<BodyVariant, undefined, undefined> {
  const smallChanges = [...trimmed(body), ...withOtherLineBreaks(body)];
  yield* smallChanges.filter(({ bytes }) => !bytes.equals(body));
  if (body.length > MAX_RESERIALISED_BYTES) return;
  for (const variant of reserialised(body)) {
    if (!variant.bytes.equals(body)) yield variant;
  }
}

/**
 * The same JSON in other texts: as this service writes it, and as serialisers of other languages do. What has no such
 * form, or is nested too deeply to be written again, has no variants.
 */
function* reserialised(body: Buffer): Generator<BodyVariant, undefined, undefined> {
  try {
    const tree: unknown = JSON.parse(body.toString('utf8').replace(/^\uFEFF/, ''));
    const compact = JSON.stringify(tree);
    const texts: readonly (readonly [words: string, write: () => string])[] = [
      ['has no spaces, no escaped slashes and no \\u escapes', () => compact],
      ['has its keys in the order of notifications', () => JSON.stringify(inContractOrder(tree))],
      ['has its keys in alphabetical order', () => JSON.stringify(withSortedKeys(tree))],
      ['has escaped slashes', () => compact.replaceAll('/', '\\/')],
      ['has \\u escapes in place of other letters', () => escapeBeyondAscii(compact)],
      [
        'has escaped slashes, and \\u escapes in place of other letters',
        () => escapeBeyondAscii(compact).replaceAll('/', '\\/'),
      ],
      ['has a space after each comma and colon', () => spaced(compact)],
      [
        'has a space after each comma and colon, and \\u escapes in place of other letters',
        () => escapeBeyondAscii(spaced(compact)),
      ],
      ['is indented by two spaces', () => JSON.stringify(tree, null, 2)],
      ['is indented by four spaces', () => JSON.stringify(tree, null, 4)],
    ];
    for (const [words, write] of texts) yield { code: 'reserialised', bytes: Buffer.from(write()), words };
  } catch {
    return;
  }
}

function trimmed(body: Buffer): readonly BodyVariant[] {
  const withoutMark = body.subarray(0, 3).equals(BYTE_ORDER_MARK) ? body.subarray(3) : body;
  const ends = withoutMark.subarray(-2).equals(Buffer.from('\r\n')) ? 2 : withoutMark.at(-1) === 0x0a ? 1 : 0;
  return [
    {
      code: 'trailing_newline',
      bytes: body.subarray(0, body.length - ends),
      words: 'has no line break at its end',
    },
    {
      code: 'trailing_newline',
      bytes: Buffer.concat([body, Buffer.from('\n')]),
      words: 'ends with a line break',
    },
    { code: 'byte_order_mark', bytes: withoutMark, words: 'has no byte order mark at its beginning' },
    {
      code: 'byte_order_mark',
      bytes: withoutMark.subarray(0, withoutMark.length - ends),
      words: 'has neither a byte order mark nor a line break at its end',
    },
  ];
}

/** Bytes stay bytes in Latin-1, whatever they stand for. */
function withOtherLineBreaks(body: Buffer): readonly BodyVariant[] {
  const text = body.toString('latin1');
  const code = 'line_breaks';
  return [
    {
      code,
      bytes: Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1'),
      words: 'has line feeds alone as its line breaks',
    },
    {
      code,
      bytes: Buffer.from(text.replaceAll(/\r?\n/g, '\r\n'), 'latin1'),
      words: 'has a carriage return and a line feed as its line breaks',
    },
  ];
}

/** Only the top of it, and what the service itself adds: in what order the producer had the rest, nobody can tell. */
function inContractOrder(tree: unknown): unknown {
  if (!isJsonObject(tree)) return tree;
  const { notification_context: context, signature_key: key, ...rest } = tree;
  const order = findEventType(String(tree.notification_type))?.keyOrder ?? [];
  return {
    ...ordered(rest, order),
    ...(context !== undefined && { notification_context: contextInOrder(context) }),
    ...(key !== undefined && { signature_key: key }),
  };
}

function contextInOrder(tree: unknown): unknown {
  if (!isJsonObject(tree)) return tree;
  const inside = Object.entries(tree).map(([name, value]) => [name, contextInOrder(value)] as const);
  return ordered(Object.fromEntries(inside), CONTEXT_ORDER);
}

function ordered(tree: Readonly<Record<string, unknown>>, order: readonly string[]) {
  const known = order.filter((name) => Object.hasOwn(tree, name)).map((name) => [name, tree[name]]);
  return { ...Object.fromEntries(known), ...tree } as Readonly<Record<string, unknown>>;
}

function withSortedKeys(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(withSortedKeys);
  if (!isJsonObject(tree)) return tree;
  const names = Object.keys(tree).sort();
  return Object.fromEntries(names.map((name) => [name, withSortedKeys(tree[name])]));
}

function escapeBeyondAscii(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Spaces as Python writes them: outside of texts only. */
function spaced(json: string): string {
  return json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|[,:]/g, (part) => (part.length === 1 ? `${part} ` : part));
}
