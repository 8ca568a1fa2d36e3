import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The command line of customers, as far as the service's hands words to it. */
interface CustomerCommandLine {
  /** Some of two words. */
  readonly COMMAND_NAMES: readonly string[];
  readonly USAGE: string;
  /** @returns the exit code. */
  runInProcess(words: readonly string[]): Promise<number>;
}

/** A package of its own, compiled beside the service: customers install it alone. */
const PROGRAM = path.resolve(__dirname, '../../../packages/cli/dist/cjs/index.js');

/** @returns `undefined` where it is not built. */
export function customerCommandLine(): CustomerCommandLine | undefined {
  if (!existsSync(PROGRAM)) return undefined;
  return createRequire(__filename)(PROGRAM) as CustomerCommandLine;
}

/** Whether words are a command of customers, or ask how one is called. */
export function isForCustomers(
  { COMMAND_NAMES: names }: Pick<CustomerCommandLine, 'COMMAND_NAMES'>,
  words: readonly string[],
): boolean {
  const [first, ...rest] = words;
  if (first === 'help') return rest.length > 0 && isForCustomers({ COMMAND_NAMES: names }, rest);
  if (first === undefined) return false;
  const two = `${first} ${rest[0] ?? ''}`;
  const isGroup = names.some((name) => name.startsWith(`${first} `)) && first !== 'keys';
  return names.includes(first) || names.includes(two) || isGroup;
}
