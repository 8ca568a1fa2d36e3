const MAX_SHOWN_LENGTH = 100;

/** A value as a message shows it: JSON of at most 100 characters, `nothing` for an absent one. */
export function showValue(value: unknown): string {
  const json: string | undefined = JSON.stringify(value);
  return json === undefined ? 'nothing' : shorten(json);
}

/** The beginning of a text, at most 100 characters, its last one `…` when it was longer. */
export function shorten(text: string): string {
  if (text.length <= MAX_SHOWN_LENGTH) return text;
  const kept = text.slice(0, MAX_SHOWN_LENGTH - 1);
  return `${isHighSurrogate(kept.charCodeAt(kept.length - 1)) ? kept.slice(0, -1) : kept}…`;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
