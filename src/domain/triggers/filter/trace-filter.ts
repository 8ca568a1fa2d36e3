import jsonLogic from 'json-logic-js';
import { escapeStep, isJsonObject, walkJson, shortJson } from '../../json/json-values';
import type { Filter } from '../trigger';
import { decidingNodes } from './trace-node';
import { EvaluationBudget } from './operators';
import { evaluate, type matchesFilter, type Recorder } from './matches-filter';
import type { TraceNode } from './trace-node';

const MAX_TRACED_NODES = 1_000;
const MAX_VALUE_CHARACTERS = 200;
const MAX_TRACED_ELEMENTS = 20;

/** How a filter came to its answer. */
export interface FilterTrace {
  /** The answer of `matchesFilter`. */
  readonly answer: ReturnType<typeof matchesFilter>;
  readonly stepsUsed: number;
  /** Pointers of the nodes that decided. */
  readonly deciding: readonly string[];
  readonly root: TraceNode;
  /** Whether parts of the evaluation are missing, since it had more than 1,000 nodes. */
  readonly isCut: boolean;
}

/** Evaluates a filter as `matchesFilter` does, and records the values that each part read and evaluated to. */
export function traceFilter(filter: Filter, data: Readonly<Record<string, unknown>>): FilterTrace {
  const budget = new EvaluationBudget();
  const placed = place(filter, '');
  const recorder = new TraceRecorder();
  const answer = answerOf(() => evaluate(placed, data, { budget, recorder }));
  const root = toNode(placed, recorder.root);
  return {
    answer,
    stepsUsed: budget.spent,
    deciding: decidingNodes(root).map(({ node }) => node.pointer),
    root,
    isCut: recorder.isCut,
  };
}

function answerOf(run: () => unknown): FilterTrace['answer'] {
  try {
    return { matches: jsonLogic.truthy(run()) };
  } catch (error) {
    return { error: `filter failed: ${messageOf(error)}` };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A part of a filter with its place. Its `rule` evaluates like the part; its operands have places too. */
class Placed {
  constructor(
    readonly pointer: string,
    readonly operator: string | null,
    readonly rule: unknown,
    readonly operands: readonly Placed[],
  ) {}
}

function place(value: unknown, pointer: string): Placed {
  const operator = operatorOf(value);
  if (operator !== undefined) {
    const operand: unknown = Reflect.get(Object(value), operator);
    const below = `${pointer}/${escapeStep(operator)}`;
    const operands = Array.isArray(operand) ? placeEach(operand, below) : [place(operand, below)];
    const rule = { [operator]: Array.isArray(operand) ? operands : operands[0] };
    return new Placed(pointer, operator, rule, operands);
  }
  if (!Array.isArray(value) || !hasOperation(value)) return new Placed(pointer, null, value, []);
  const elements = placeEach(value, pointer);
  return new Placed(pointer, null, elements, elements);
}

function placeEach(values: readonly unknown[], pointer: string): readonly Placed[] {
  return values.map((value, index) => place(value, `${pointer}/${index}`));
}

function operatorOf(value: unknown): string | undefined {
  const keys = isJsonObject(value) ? Object.keys(value) : [];
  return keys.length === 1 ? keys[0] : undefined;
}

/** Whether a list holds an operation. A list without one is recorded as one value, however long it is. */
function hasOperation(list: readonly unknown[]): boolean {
  for (const { value } of walkJson(list)) if (operatorOf(value) !== undefined) return true;
  return false;
}

/** One evaluation of a part. */
interface Visit {
  value?: unknown;
  result?: string;
  truthy?: boolean;
  error?: string;
  reads?: NonNullable<TraceNode['reads']>;
  /** Place in the data of what its `var` reads from: empty at the top, `undefined` for what is not in the data. */
  readonly scope: string | undefined;
  /** The same of `current`, inside of a `reduce`. */
  readonly current: string | undefined;
  readonly operator: string | null;
  readonly operands: readonly Placed[];
  readonly visits: Map<Placed, { count: number; readonly first: Visit[] }>;
}

/** Operators that evaluate their second operand for each element of the first. */
const ITERATING: ReadonlySet<string | null> = new Set(['map', 'filter', 'reduce', 'all', 'none', 'some']);

class TraceRecorder implements Recorder {
  root: Visit | undefined;
  isCut = false;
  private nodes = 0;
  /** The visits in progress, the innermost last; `undefined` below one that is not recorded. */
  private readonly open: (Visit | undefined)[] = [];
  private readonly texts = new Map<unknown, string>();

  visit: Recorder['visit'] = (rule, data, evaluateNode) => {
    if (!(rule instanceof Placed)) return evaluateNode(rule, data);
    const visit = this.begin(rule);
    this.open.push(visit);
    try {
      const value = evaluateNode(rule.rule, data);
      if (visit) this.end(visit, value, data);
      return value;
    } catch (error) {
      if (visit) visit.error = messageOf(error);
      throw error;
    } finally {
      this.open.pop();
    }
  };

  /** @returns `undefined` when it is not recorded. */
  private begin(placed: Placed): Visit | undefined {
    const { operator, operands } = placed;
    const parent = this.open.at(-1);
    if (this.open.length === 0) {
      this.nodes = 1;
      this.root = { operator, operands, scope: '', current: undefined, visits: new Map() };
      return this.root;
    }
    if (!parent) return undefined;
    const seen = parent.visits.get(placed) ?? { count: 0, first: [] };
    parent.visits.set(placed, seen);
    seen.count += 1;
    if (seen.count > MAX_TRACED_ELEMENTS) return undefined;
    if (this.nodes === MAX_TRACED_NODES) {
      this.isCut = true;
      return undefined;
    }
    this.nodes += 1;
    const visit = { operator, operands, visits: new Map(), ...scopeOf(placed, parent, seen.count - 1) };
    seen.first.push(visit);
    return visit;
  }

  private end(visit: Visit, value: unknown, data: unknown): void {
    visit.value = value;
    visit.result = this.textOf(value);
    visit.truthy = jsonLogic.truthy(value);
    if (visit.operator === 'var') visit.reads = readsOf(visit, data);
  }

  /** Many nodes may evaluate to the same large value. */
  private textOf(value: unknown): string {
    if (typeof value !== 'object') return shortJson(value, MAX_VALUE_CHARACTERS);
    const text = this.texts.get(value) ?? shortJson(value, MAX_VALUE_CHARACTERS);
    this.texts.set(value, text);
    return text;
  }
}

/** @param index of the element that an iterated operand is evaluated for. */
function scopeOf(placed: Placed, parent: Visit, index: number): Pick<Visit, 'scope' | 'current'> {
  const { operator, operands, scope, current } = parent;
  const [list, iterated] = operands;
  if (!list || !ITERATING.has(operator) || placed !== iterated) return { scope, current };
  const listPlace = parent.visits.get(list)?.first[0]?.reads?.pointer;
  const element = typeof listPlace === 'string' ? `${listPlace}/${index}` : undefined;
  return operator === 'reduce'
    ? { scope: undefined, current: element }
    : { scope: element, current: undefined };
}

/** Longer paths lead nowhere that anybody would look. */
const MAX_PATH_CHARACTERS = 1_000;

function readsOf(
  { operands, visits, scope, current }: Visit,
  data: unknown,
): NonNullable<TraceNode['reads']> {
  const [operand] = operands;
  const given = operand && visits.get(operand)?.first[0]?.value;
  if (given === undefined || given === null || given === '') return { path: '', pointer: scope ?? null };
  const path = textOf(given).slice(0, MAX_PATH_CHARACTERS);
  const names = path.split('.');
  if (!isPlace(names, data)) return { path, pointer: null };
  const steps = (from: readonly string[]) => from.map((name) => `/${escapeStep(name)}`).join('');
  if (current !== undefined && names[0] === 'current') {
    return { path, pointer: `${current}${steps(names.slice(1))}` };
  }
  return { path, pointer: scope === undefined ? null : `${scope}${steps(names)}` };
}

/** As `var` understands its operand. */
function textOf(path: unknown): string {
  return String(path);
}

/** Whether names lead to a value of a JSON document: a list's length is none. */
function isPlace(names: readonly string[], data: unknown): boolean {
  let value = data;
  for (const name of names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return false;
    if (Array.isArray(value) && name === 'length') return false;
    value = Reflect.get(value, name);
  }
  return value !== undefined;
}

function toNode(placed: Placed, visit: Visit | undefined, isElement = false): TraceNode {
  const { pointer, operator, operands } = placed;
  if (!visit) return { pointer, operator, reached: false, children: [] };
  const { result, truthy, error, reads } = visit;
  return {
    pointer,
    operator,
    reached: true,
    ...(result !== undefined && { result }),
    ...(truthy !== undefined && { truthy }),
    ...(error !== undefined && { error }),
    ...(reads && { reads }),
    // Each element would repeat what is not reached.
    children: operands
      .map((operand, index) => toOperand(operand, visit, { index, isElement }))
      .filter(({ reached }) => reached || !isElement),
  };
}

function toOperand(
  operand: Placed,
  visit: Visit,
  { index, isElement }: { readonly index: number; readonly isElement: boolean },
): TraceNode {
  const seen = visit.visits.get(operand);
  if (!seen || index !== 1 || !ITERATING.has(visit.operator)) {
    return toNode(operand, seen?.first[0], isElement);
  }
  const { pointer, operator } = operand;
  const first = seen.first.map((each) => toNode(operand, each, true));
  return { pointer, operator, reached: true, iterations: { count: seen.count, first }, children: [] };
}
