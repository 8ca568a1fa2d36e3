import type { ReactNode } from 'react';
import { numberText } from './number-text';

/** So many characters are laid out: a page that lays out a megabyte stands still for seconds. */
const MAX_SHOWN = 20_000;

/** The beginning of a text, or all of it where it is not very long. */
export function shownPart(text: string): string {
  return text.slice(0, MAX_SHOWN);
}

interface Props {
  readonly of: string;
  /** Where the rest is. */
  readonly children?: ReactNode;
}

/** Says so where a text is longer than what is shown of it. */
export function ShownPart({ of, children }: Props) {
  if (of.length <= MAX_SHOWN) return null;
  return (
    <p className="fine">
      Only the first {numberText(MAX_SHOWN)} characters are shown. {children}
    </p>
  );
}
