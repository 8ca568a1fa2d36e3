import { walkJson } from '../../json/walk-json';
import type { PayloadTemplate } from '../trigger';
import { BudgetedWriter, OwnPropertyContext } from './guarded-mustache';
import type { TemplateContext } from './template-context';

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

/**
 * Lists the names that a payload template reads, each once for each text, in their order, with whether they have a value.
 * Never throws: what a failing template did not come to was not read.
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

type Token = readonly [type: string, name: string, start: number, end: number, children?: readonly Token[]];

const NAMING: ReadonlySet<string> = new Set(['name', '&', '#', '^']);

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
