import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const MAX_BYTES = 1024 * 1024;

/** What a file has had appended since it was `offset` bytes long; of much, the end. */
export function readFrom(file: string, offset: number): string {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const start = Math.max(offset, size - MAX_BYTES);
    const bytes = Buffer.alloc(Math.max(0, size - start));
    const length = readSync(descriptor, bytes, 0, bytes.length, start);
    return bytes.toString('utf8', 0, length);
  } finally {
    closeSync(descriptor);
  }
}

/** The last lines that say something. */
export function lastWords(printed: string): string {
  const lines = printed.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-3).join(' | ') || 'it said nothing';
}
