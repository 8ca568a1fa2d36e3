import { Context } from 'mustache';

/**
 * Looks names up as Mustache does, but reads own properties only and yields no function: a stock
 * context walks prototypes and calls what it finds there with the data as `this`.
 */
export class OwnPropertyContext extends Context {
  /** The names of each path that was looked up: a section looks the same paths up for each element. */
  private readonly paths: Map<string, readonly string[]>;

  constructor(view: unknown, parent?: OwnPropertyContext) {
    super(view, parent);
    this.paths = parent?.paths ?? new Map<string, readonly string[]>();
  }

  override push(view: unknown): OwnPropertyContext {
    return new OwnPropertyContext(view, this);
  }

  /** @returns `undefined` when no enclosing context has the first segment, or a later one is missing. */
  override lookup(name: string): unknown {
    if (name === '.') return this.view;
    const path = this.pathOf(name);
    const holder = this.nearestWith(path[0] ?? '');
    if (holder === undefined) return undefined;
    return path.reduce<unknown>(readOwn, holder.view);
  }

  private pathOf(name: string): readonly string[] {
    const known = this.paths.get(name);
    if (known) return known;
    const path = name.split('.');
    this.paths.set(name, path);
    return path;
  }

  private nearestWith(segment: string): Context | undefined {
    if (hasOwn(this.view, segment)) return this;
    let outer = this.parent;
    while (outer && !hasOwn(outer.view, segment)) outer = outer.parent;
    return outer;
  }
}

function readOwn(holder: unknown, segment: string): unknown {
  const value: unknown = hasOwn(holder, segment) ? Reflect.get(holder, segment) : undefined;
  return typeof value === 'function' ? undefined : value;
}

/** False for the properties of texts and numbers, such as `length`. */
function hasOwn(holder: unknown, segment: string): holder is object {
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, segment);
}
