import { parseMasterKeys } from '../../../src/store/secrets/master-keys';

const KEY = Buffer.alloc(32, 7).toString('base64');
const OTHER = Buffer.alloc(32, 8).toString('base64');

describe('MASTER_KEYS', () => {
  it('is a list of ids with keys, the first active', () => {
    expect(parseMasterKeys(`new=${KEY}, old_1=${OTHER}`)).toEqual([
      { kid: 'new', key: Buffer.alloc(32, 7) },
      { kid: 'old_1', key: Buffer.alloc(32, 8) },
    ]);
  });

  it.each([
    ['nothing', '', 'entry 1 is empty'],
    ['an entry missing between commas', `a=${KEY},,b=${OTHER}`, 'entry 2 is empty'],
    ['a key without an id', KEY, 'entry 1 must be a key id, "=" and a key in base64'],
    ['an id without a key', 'a=', 'entry 1 must be a key id, "=" and a key in base64'],
    ['a long id', `${'a'.repeat(33)}=${KEY}`, 'entry 1 has a key id that is not 1 to 32 of A-Z a-z 0-9 _ -'],
    ['an id with a dot', `a.b=${KEY}`, 'entry 1 has a key id that is not 1 to 32 of A-Z a-z 0-9 _ -'],
    ['a key that is not base64', 'a=!!', 'entry 1 has a key that is not base64'],
    ['a short key', 'a=c2hvcnQ=', 'entry 1 has a key of 5 bytes; expected 32'],
    ['an id twice', `a=${KEY},a=${OTHER}`, 'the key id "a" is given more than once'],
  ])('refuses %s', (_what, text, message) => {
    expect(() => parseMasterKeys(text)).toThrow(new Error(message));
  });

  it('tells every fault at once, and shows no key', () => {
    const secret = 'c2VjcmV0';
    const parse = () => parseMasterKeys(`a=${secret},b=!,${KEY}`);
    expect(parse).toThrow(/entry 1 .*; entry 2 .*; entry 3 /);
    expect(parse).not.toThrow(secret);
    expect(parse).not.toThrow(KEY);
  });
});
