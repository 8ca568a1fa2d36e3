import { z } from 'zod';
import { DomainError, type ErrorCode } from '../../domain/errors';
import { shorten } from '../../domain/json/json-values';

/** An item of a list in the body, for example `events.3`. */
type BodyItem = `${string}.${number}`;

/**
 * The place of a value in a request, for messages about the whole of it; an item's place also begins the names of its
 * fields.
 */
type RequestPart = 'request body' | 'query' | BodyItem;

/** Listed in one answer, so that a body of many small faults does not make an answer larger than itself. */
const MAX_FAULTS = 20;

/**
 * Validates a part of a request. The messages of the schema say what was expected; this adds field and value.
 *
 * @throws DomainError that lists the faults, up to 20, with the code they share, else `invalid_request`.
 */
export async function parse<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  part: RequestPart = 'request body',
): Promise<z.output<Schema>> {
  const result = await schema.safeParseAsync(input);
  if (result.success) return result.data;
  throw joined(result.error.issues.flatMap((issue) => faultsOf(issue, input, part)));
}

interface Fault {
  readonly code: ErrorCode;
  readonly message: string;
}

function faultsOf(issue: z.core.$ZodIssue, input: unknown, part: RequestPart): readonly Fault[] {
  const cause = issue.code === 'custom' ? (issue.params?.error as unknown) : undefined;
  if (cause instanceof DomainError) return [{ code: cause.code, message: placed(cause.message, part) }];
  if (issue.code !== 'unrecognized_keys') return [fault(issue.path, input, part, issue.message)];
  return issue.keys.slice(0, MAX_FAULTS + 1).map((key) => {
    const { code, message } = fault([...issue.path, key], input, part, issue.message);
    return { code, message: `unknown field ${message}` };
  });
}

function fault(path: readonly PropertyKey[], input: unknown, part: RequestPart, expected: string): Fault {
  const value = path.reduce<unknown>(propertyOf, input);
  const field =
    path.length === 0 ? part : shorten(placed(path.map(String).join('.'), part), MAX_SHOWN_LENGTH);
  return { code: 'invalid_request', message: `${field}: got ${showValue(value)}, expected ${expected}` };
}

/** @param text that begins with the name of a field. */
function placed(text: string, part: RequestPart): string {
  return part === 'request body' || part === 'query' ? text : `${part}.${text}`;
}

function propertyOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

function joined(faults: readonly Fault[]): DomainError {
  const codes = new Set(faults.map(({ code }) => code));
  const [code] = codes.size === 1 ? [...codes] : [];
  const messages = faults.slice(0, MAX_FAULTS).map(({ message }) => message);
  if (faults.length > MAX_FAULTS) messages.push('and more');
  return new DomainError(code ?? 'invalid_request', messages.join('; '));
}

/**
 * An object without unknown fields.
 *
 * @param what expected in its place, for example "a JSON object".
 */
export function strictObject<Shape extends z.ZodRawShape>(shape: Shape, what = 'a JSON object') {
  const known = Object.keys(shape).join(', ') || 'none';
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? `only known fields: ${known}` : what),
  });
}

/** Makes a step of a schema out of a function that throws DomainError: the error becomes one of the listed faults. */
export function refusing<Input, Output>(read: (input: Input) => Output | Promise<Output>) {
  return async (input: Input, ctx: z.RefinementCtx): Promise<Output> => {
    try {
      return await read(input);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      ctx.addIssue({ code: 'custom', params: { error } });
      return z.NEVER;
    }
  };
}

/** Parses what a caller may try out: an error of one class is an answer, and any other is thrown. */
export function orFault<Parsed, Failure extends Error>(
  parse: (given: unknown) => Parsed,
  given: unknown,
  failureClass: abstract new (...parts: never[]) => Failure,
): Parsed | Failure {
  try {
    return parse(given);
  } catch (error) {
    if (error instanceof failureClass) return error;
    throw error;
  }
}

export const MAX_SHOWN_LENGTH = 100;

/** A value as a message shows it: JSON of at most 100 characters, `nothing` for an absent one. */
export function showValue(value: unknown): string {
  const json: string | undefined = JSON.stringify(value);
  return json === undefined ? 'nothing' : shorten(json, MAX_SHOWN_LENGTH);
}
