import { readFileSync } from 'node:fs';
import { Failure, usageFailure } from './failure.ts';

/**
 * Reads a JSON object from the command line: as it is, from a file with `@file`, or from standard input with `-`.
 *
 * @throws Failure that names the option.
 */
export function readJsonObject(option: string, text: string): Readonly<Record<string, unknown>> {
  const json =
    text === '-' ? readFile(option, 0) : text.startsWith('@') ? readFile(option, text.slice(1)) : text;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw usageFailure(`${option}: ${(error as Error).message}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw usageFailure(`${option}: got ${json.slice(0, 40)}, expected a JSON object`);
}

/** @param file 0 is standard input. @throws Failure when it cannot be read. */
export function readFile(option: string, file: string | 0): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(`${option}: ${(error as Error).message}`);
  }
}
