import fc from 'fast-check';
import { maskFacts } from '../../../src/domain/keys/audit-entry';

const masked = (facts: Record<string, unknown>): unknown => JSON.parse(maskFacts(facts));

describe('maskFacts', () => {
  it.each([
    ['a URL', 'https://u:p@a.example/x?k=v&w#f', 'https://***@a.example/x?k=***&***#***'],
    ['a URL inside a text', 'see http://a.example/?k=v, or not', 'see http://a.example/?k=*** or not'],
    [
      'several of them',
      'http://a.example/?k=v "HTTPS://b.example/#f"',
      'http://a.example/?k=*** "HTTPS://b.example/#***"',
    ],
    [
      'a URL with a template’s tags',
      'https://a.example/?a={{ raw.x }}&k=v',
      'https://a.example/?a=***&k=***',
    ],
    ['any other text', 'mailto:a@b.example {{raw.x}}', 'mailto:a@b.example {{raw.x}}'],
  ])('masks %s, wherever it stands', (_what, text, expected) => {
    expect(masked({ a: text, b: [{ c: text }] })).toEqual({ a: expected, b: [{ c: expected }] });
  });

  it.each(['api_secret', 'Authorization', 'private_key', 'privateKeyPem', 'x-token', 'password'])(
    'masks whatever is called %s',
    (name) => {
      for (const value of ['s', 1, true, ['s'], { a: 's' }])
        expect(masked({ [name]: value, b: { [name]: value } })).toEqual({
          [name]: '***',
          b: { [name]: '***' },
        });
    },
  );

  it('leaves everything else, null where a secret could be included', () => {
    const facts = { name: 'a', enabled: true, token: null, list: [1, null, {}], api_key: '7382' };
    expect(masked(facts)).toEqual(facts);
  });

  it('lets no query value and no password of any URL through', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    const text = fc.array(fc.constantFrom(' ', '{{', '}}', '{', '"', '<', 'a', '/', '?b=', '&', '@', ':'));
    fc.assert(
      fc.property(word, text, (host, rest) => {
        const url = `https://user:CANARY@${host}.example/p?k=CANARY`;
        expect(maskFacts({ a: `${rest.join('')}${url}${rest.join('')}` })).not.toContain('CANARY');
      }),
    );
  });
});
