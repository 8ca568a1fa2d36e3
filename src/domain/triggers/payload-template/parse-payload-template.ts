import { DomainError } from '../../errors';
import { describeJsonFault } from '../../json/find-json-fault';
import {
  walkJson,
  isJsonObject,
  utf8Length,
  findPrototypeName,
  describeValue,
  isExactNumber,
  type JsonNode,
} from '../../json/json-values';
import type { PayloadTemplate } from '../trigger';
import { BudgetedWriter, OwnPropertyContext } from './guarded-mustache';
import { TEMPLATE_NAMESPACES } from './render-payload-template';
import type { TemplateContext } from './render-payload-template';

const MAX_DEPTH = 32;
/** UTF-8 bytes of the compact JSON text. */
const MAX_BYTES = 16_384;

/** How large a payload template may be. */
export const PAYLOAD_TEMPLATE_SIZES = { bytes: MAX_BYTES, depth: MAX_DEPTH } as const;

/** Says where in a payload template its author made a mistake. */
export class InvalidPayloadTemplate extends DomainError {
  constructor(
    /** RFC 6901; empty for the whole template. */
    readonly pointer: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super('invalid_payload_template', message, options);
  }
}

/**
 * Reads a trigger's `payload_template`: an object, or a text that parses to one, whose string
 * leaves are Mustache. Source: docs/contract.md §4; docs/decisions.md D3, D10.
 *
 * @returns `undefined` for `null`, `undefined`, `""` and `{}`, which stand for no template.
 * @throws InvalidPayloadTemplate with a JSON pointer to the fault; for a text that is not JSON, with the position.
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
    throw new InvalidPayloadTemplate(
      '',
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

function fault(pointer: string, found: string, expected: string): InvalidPayloadTemplate {
  const place = pointer === '' ? 'payload_template' : `payload_template at ${pointer}`;
  return new InvalidPayloadTemplate(pointer, `${place} is ${found}; expected ${expected}`);
}

/** The fault of a string leaf. */
interface LeafFault {
  readonly found: string;
  readonly expected: string;
}

type Token = readonly [type: string, name: string, start: number, end: number, children?: readonly Token[]];

interface Scope {
  /** Number of enclosing sections, inverted ones included. */
  readonly depth: number;
  /** Inside a section that is not inverted, names may be members of the section's value. */
  readonly hasItem: boolean;
}

const MAX_SECTION_DEPTH = 16;
const MAX_NAME_CHARACTERS = 256;
const NAME = /^[A-Za-z_][\w-]*(\.[\w-]+){0,31}$/;
/** The library's search for the end of a tag is quadratic in the length of such a run. */
const LONG_WHITE_SPACE = /\s{257}/;

/** Parses only, which uses up no budget. */
const parser = new BudgetedWriter();

/**
 * Finds the first thing in a string leaf that a payload template may not contain. Source:
 * docs/decisions.md D10; the bounds on names, nesting and white space keep rendering cheap and are ours.
 */
function findLeafFault(leaf: string): LeafFault | undefined {
  if (!leaf.includes('{{')) return undefined;
  if (LONG_WHITE_SPACE.test(leaf)) {
    return {
      found: 'more than 256 white-space characters in a row',
      expected: 'fewer in a text with Mustache tags',
    };
  }
  const parsed = parse(leaf);
  return 'fault' in parsed ? parsed.fault : findTokensFault(parsed.tokens, { depth: 0, hasItem: false });
}

function parse(leaf: string): { readonly tokens: readonly Token[] } | { readonly fault: LeafFault } {
  try {
    return { tokens: parser.parse(leaf) as readonly Token[] };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return { fault: { found: found.slice(0, 100), expected: 'Mustache syntax' } };
  }
}

function findTokensFault(tokens: readonly Token[], scope: Scope): LeafFault | undefined {
  for (const token of tokens) {
    const fault = findTokenFault(token, scope);
    if (fault) return fault;
  }
  return undefined;
}

function findTokenFault([type, name, , , children = []]: Token, scope: Scope): LeafFault | undefined {
  switch (type) {
    case 'text':
    case '!':
      return undefined;
    case 'name':
    case '&':
      return findNameFault(name, scope);
    case '#':
    case '^':
      return (
        findNameFault(name, scope) ??
        findDepthFault(scope) ??
        findTokensFault(children, { depth: scope.depth + 1, hasItem: scope.hasItem || type === '#' })
      );
    default:
      return {
        found:
          type === '>'
            ? `the partial ${describeValue(name)}`
            : `the set-delimiter tag ${describeValue(name)}`,
        expected: 'variables, sections, inverted sections and comments only',
      };
  }
}

function findDepthFault({ depth }: Scope): LeafFault | undefined {
  if (depth < MAX_SECTION_DEPTH) return undefined;
  return { found: 'a deeper section', expected: `at most ${MAX_SECTION_DEPTH} sections inside each other` };
}

function findNameFault(name: string, { hasItem }: Scope): LeafFault | undefined {
  const found = `the name ${describeValue(name)}`;
  if (name === '.') return hasItem ? undefined : { found, expected: 'that name inside a section only' };
  if (name.length > MAX_NAME_CHARACTERS || !NAME.test(name)) {
    return {
      found,
      expected:
        'a dotted path such as asset.public_id: at most 32 names and 256 characters, each name of ASCII letters, digits, _ and -, the first beginning with a letter or _',
    };
  }
  const forbidden = findPrototypeName(name);
  if (forbidden !== undefined) return { found, expected: `a path without the name "${forbidden}"` };
  if (hasItem || TEMPLATE_NAMESPACES.some((namespace) => isBelow(name, namespace))) return undefined;
  return { found, expected: `a path that begins with one of ${TEMPLATE_NAMESPACES.join(', ')}` };
}

function isBelow(name: string, namespace: string): boolean {
  return name === namespace || name.startsWith(`${namespace}.`);
}

/** A name that a payload template reads. */
export interface Placeholder {
  /** The place of its text in the template, RFC 6901. */
  readonly pointer: string;
  /** As it is written, for example `asset.public_id`. */
  readonly path: string;
  /**
   * Whether the event has a value for it: neither missing nor null. In a section that is repeated, once is enough.
   * `undefined` when it was not read, since its section was not rendered.
   */
  readonly isFound: boolean | undefined;
}

const NAMING: ReadonlySet<string> = new Set(['name', '&', '#', '^']);

/**
 * Lists the names that a payload template reads, each once for each text, in their order, with whether they have a
 * value. Never throws: what a failing template did not come to was not read.
 *
 * @param template as `parsePayloadTemplate` returns it.
 */
export function templatePlaceholders(
  template: PayloadTemplate,
  context: TemplateContext,
): readonly Placeholder[] {
  const writer = new BudgetedWriter();
  return [...walkJson(template)].flatMap(({ pointer, value }) => {
    if (typeof value !== 'string' || !value.includes('{{')) return [];
    const read = new Map<string, boolean>();
    try {
      writer.render(value, new RecordingContext(context, undefined, read));
    } catch {
      // The names after the failure stay unread.
    }
    const names = new Set(namesIn(writer.parse(value) as readonly Token[]));
    return [...names].map((path) => ({ pointer, path, isFound: read.get(path) }));
  });
}

function namesIn(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap(([type, name, , , children]) => [
    ...(NAMING.has(type) && name !== '.' ? [name] : []),
    ...(Array.isArray(children) ? namesIn(children) : []),
  ]);
}

class RecordingContext extends OwnPropertyContext {
  constructor(
    view: unknown,
    parent: RecordingContext | undefined,
    private readonly read: Map<string, boolean>,
  ) {
    super(view, parent);
  }

  override push(view: unknown): RecordingContext {
    return new RecordingContext(view, this, this.read);
  }

  override lookup(name: string): unknown {
    const value = super.lookup(name);
    this.read.set(name, this.read.get(name) === true || (value !== undefined && value !== null));
    return value;
  }
}
