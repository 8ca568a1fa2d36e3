/** Control characters, and those that change the direction of text or take no space. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A stranger's text as people may see it: what is unseen, or would turn the rest around, shows as its code point. */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
  });
}

/** One side of a comparison, which may not have been there. */
export function visibleOrNothing(side: string | undefined): string {
  return side === undefined ? 'nothing' : visibleText(side);
}
