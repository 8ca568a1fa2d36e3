/** A form in which a secret may show. */
export interface SecretForm {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Every form in which a secret may show: as it is, escaped for JSON or a URL, in hex, and in base64, where its place within
 * what was encoded decides between three texts.
 */
export function formsOf(secret: Buffer): readonly SecretForm[] {
  const text = secret.toString('utf8');
  const inJson = JSON.stringify(text).slice(1, -1);
  const forms: readonly (readonly [string, string | Buffer])[] = [
    ['as it is', secret],
    ['escaped for JSON', inJson],
    ['escaped for JSON twice', JSON.stringify(inJson).slice(1, -1)],
    ['escaped for a URL', encodeURIComponent(text)],
    ['escaped for a form', new URLSearchParams([['', text]]).toString().slice(1)],
    ['in hex', secret.toString('hex')],
    ['in upper-case hex', secret.toString('hex').toUpperCase()],
    ...[0, 1, 2].flatMap((offset) => {
      const base64 = base64Within(secret, offset);
      return [
        [`in base64, ${offset} bytes before`, base64],
        [`in base64url, ${offset} bytes before`, base64.replaceAll('+', '-').replaceAll('/', '_')],
      ] as const;
    }),
  ];
  return forms.map(([name, form]) => ({ name, bytes: Buffer.from(form as string) }));
}

/** The part of the base64 text that depends on nothing but the secret, when so many bytes stand before it, modulo 3. */
function base64Within(secret: Buffer, offset: number): string {
  const wholeGroups = Math.floor((offset + secret.length) / 3) * 4;
  const text = Buffer.concat([Buffer.alloc(offset), secret])
    .toString('base64')
    .slice(0, wholeGroups);
  return text.slice([0, 2, 3][offset]);
}
