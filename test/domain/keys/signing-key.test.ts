import { chooseSigningKey, type SigningCandidate } from '../../../src/domain/keys/signing-key';
const aKey = (apiKey: string, changes: Partial<SigningCandidate> = {}): SigningCandidate => ({
  apiKey,
  enabled: true,
  dedicatedForWebhooks: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  ...changes,
});

describe('the key that signs', () => {
  it.each<[string, readonly SigningCandidate[], string | undefined]>([
    ['the only one', [aKey('1')], '1'],
    ['the oldest', [aKey('new', { createdAt: '2026-02-01T00:00:00.000Z' }), aKey('old')], 'old'],
    [
      'the dedicated one, however new',
      [aKey('old'), aKey('d', { dedicatedForWebhooks: true, createdAt: '2026-09-01T00:00:00.000Z' })],
      'd',
    ],
    [
      'the oldest enabled one when the dedicated one is disabled',
      [aKey('old'), aKey('d', { dedicatedForWebhooks: true, enabled: false })],
      'old',
    ],
    [
      'never a disabled one',
      [aKey('old', { enabled: false }), aKey('new', { createdAt: '2026-02-01T00:00:00.000Z' })],
      'new',
    ],
    ['none when none is enabled', [aKey('1', { enabled: false })], undefined],
    ['none when there is none', [], undefined],
    ['the same one whatever the order, for keys of one moment', [aKey('2'), aKey('1')], '1'],
  ])('is %s', (_which, keys, expected) => {
    expect(chooseSigningKey(keys)?.apiKey).toBe(expected);
    expect(chooseSigningKey([...keys].reverse())?.apiKey).toBe(expected);
  });
});
