import type { Readable, Writable } from 'node:stream';

/** Where a command prints, and what it reads. */
export interface Streams {
  readonly stdin: Readable & { readonly isTTY?: boolean; setRawMode?(isRaw: boolean): unknown };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable;
}

const COLOURS = { red: 31, green: 32, yellow: 33, dim: 2 } as const;
export type Colour = keyof typeof COLOURS;

/** What comes from a server or a receiver may hold anything: in a terminal, control characters are commands. */
const CONTROL_CHARACTERS = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** A terminal, or a file or program in its place. */
export interface Terminal {
  /** Whether somebody looks at it and may press keys. */
  readonly isInteractive: boolean;
  /** One line for people. Values are plain: `shown` has made them so. */
  say(line: string): void;
  /** One JSON value on a line of its own, for programs. */
  json(value: unknown): void;
  /** Beside the result: what a program that reads the output does not want. */
  warn(line: string): void;
  /** How far something has come, where somebody looks: it takes the place of what was shown before. An empty one ends it. */
  progress(text: string): void;
  paint(colour: Colour, text: string): string;
}

interface Options {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly noColour: boolean;
}

/** Colours where somebody looks, unless `NO_COLOR` is set. Source: no-color.org. */
export function createTerminal({ stdin, stdout, stderr }: Streams, { env, noColour }: Options): Terminal {
  const isForced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '' && env.FORCE_COLOR !== '0';
  const isInteractive = stdin.isTTY === true && stdout.isTTY === true;
  const isColoured = !noColour && (env.NO_COLOR ?? '') === '' && (isForced || stdout.isTTY === true);
  return {
    isInteractive,
    say: (line) => void stdout.write(`${line}\n`),
    json: (value) => void stdout.write(`${JSON.stringify(value)}\n`),
    warn: (line) => void stderr.write(`${line}\n`),
    progress: (text) => void (isInteractive && stderr.write(`\r\u001b[K${text}`)),
    paint: (colour, text) => (isColoured ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text),
  };
}

/** A value as one line can show it. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.replace(CONTROL_CHARACTERS, '�');
}

/** Rows as columns of equal width; the last one is as long as it is. */
export function asTable(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  }
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** A time as a line shows it: the second in local time. @param iso ISO text, UTC. */
export function clockTime(iso: string): string {
  const at = new Date(iso);
  const two = (part: number) => String(part).padStart(2, '0');
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':');
}

/** The same with its day. */
export function dayAndTime(iso: string): string {
  const at = new Date(iso);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clockTime(iso)}`;
}
