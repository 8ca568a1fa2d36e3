import { describeJsonFault, findJsonFault } from '../../../domain/json/find-json-fault';
import { isJsonObject, utf8Length, walkJson, describeValue } from '../../../domain/json/json-values';
import { InvalidFilter, parseFilter } from '../../../domain/triggers/filter';
import { InvalidPayloadTemplate, parsePayloadTemplate } from '../../../domain/triggers/payload-template';
import type { Filter, PayloadTemplate } from '../../../domain/triggers/trigger';

/** What is wrong with a text, in the API's words. */
export interface TextFault {
  readonly message: string;
  /** 0-based, in UTF-16 units, for what is not JSON; else an RFC 6901 pointer. */
  readonly at: number | string;
}

/** A text that stands for something, or why it does not. */
export interface Judged<Value> {
  /** `undefined` for a text that stands for nothing, and for one with a fault. */
  readonly value: Value | undefined;
  readonly fault: TextFault | undefined;
  /** `undefined` while it is not JSON. */
  readonly size: { readonly bytes: number; readonly nodes: number; readonly depth: number } | undefined;
}

/** Judges the text of a filter by the service's own rules. */
export function judgeFilter(text: string): Judged<Filter> {
  return judge('filter', text, parseFilter, InvalidFilter);
}

/** Judges the text of a payload template by the service's own rules. */
export function judgeTemplate(text: string): Judged<PayloadTemplate> {
  return judge('payload_template', text, parsePayloadTemplate, InvalidPayloadTemplate);
}

/** Judges the text of a payload: any JSON object. */
export function judgePayload(text: string): Judged<Readonly<Record<string, unknown>>> {
  return judge('payload', text, asObject, NotAnObject);
}

class NotAnObject extends Error {
  readonly pointer = '';
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  if (!isJsonObject(value)) {
    throw new NotAnObject(`payload: got ${describeValue(value)}, expected an object`);
  }
  return value;
}

type FaultClass = abstract new (...parts: never[]) => Error & { readonly pointer: string };

function judge<Value>(
  what: string,
  text: string,
  parse: (json: unknown) => Value | undefined,
  Fault: FaultClass,
): Judged<Value> {
  if (text.trim() === '')
    return { value: undefined, fault: undefined, size: { bytes: 0, nodes: 0, depth: 0 } };
  const syntax = findJsonFault(text);
  if (syntax) {
    const message = `${what}: ${describeJsonFault(text)}`;
    return { value: undefined, fault: { message, at: syntax.position }, size: undefined };
  }
  const json: unknown = JSON.parse(text);
  const size = sizeOf(json);
  try {
    return { value: parse(json), fault: undefined, size };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { value: undefined, fault: { message: error.message, at: error.pointer }, size };
  }
}

/** As the service counts: bytes of the compact text, values, and levels. */
function sizeOf(json: unknown) {
  let nodes = 0;
  let levels = 0;
  for (const { depth } of walkJson(json)) {
    nodes += 1;
    levels = Math.max(levels, depth);
  }
  return { bytes: utf8Length(JSON.stringify(json)), nodes, depth: levels };
}
