/* Texts as the source code of other languages has them. A JSON text is a literal of JavaScript, Python and Go as it stands. */

/** So many characters of one constant: a compiled class has no longer ones than 65,535 bytes. */
const JAVA_CHARACTERS = 10_000;

/** Of Java: ASCII alone, whatever the encoding of the file is taken for. */
export function javaText(text: string): string {
  const pieces = text.match(new RegExp(`[^]{1,${JAVA_CHARACTERS}}`, 'g')) ?? [''];
  const literals = pieces.map((piece) =>
    JSON.stringify(piece).replace(
      /[\u007f-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );
  return literals.length === 1 ? literals.join('') : `String.join("", ${literals.join(', ')})`;
}

/** Of PHP, between single quotes: nothing in it is replaced. */
export function phpText(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** Of Ruby: a number sign would begin an expression. */
export function rubyText(text: string): string {
  return JSON.stringify(text).replaceAll('#', '\\#');
}
