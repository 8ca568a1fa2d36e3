import { signingWarnings, type SigningCandidate } from '../../../src/domain/keys/signing-key';

const key = (apiKey: string, about: Partial<SigningCandidate> = {}): SigningCandidate => ({
  apiKey,
  enabled: true,
  dedicatedForWebhooks: false,
  createdAt: `2026-01-0${apiKey}T00:00:00.000Z`,
  ...about,
});
const dedicated = { dedicatedForWebhooks: true };
const disabled = { enabled: false };

describe('warnings about who signs', () => {
  it.each([
    ['one enabled key signs', [key('1')]],
    ['the dedicated key signs', [key('1'), key('2', dedicated)]],
    ['a key that nobody dedicated is disabled', [key('1', disabled), key('2')]],
  ])('are none when %s', (_when, keys) => {
    expect(signingWarnings(keys, undefined)).toEqual([]);
  });

  it('name the dedicated key that is disabled, and the one that signs instead', () => {
    expect(signingWarnings([key('1', { ...dedicated, ...disabled }), key('3'), key('2')], undefined)).toEqual(
      [
        'access key 1 is dedicated to webhooks but disabled: notifications are signed with 2, the oldest enabled key',
      ],
    );
  });

  it('name the dedicated key that was deleted, and the one that signs instead', () => {
    expect(signingWarnings([key('2')], '1')).toEqual([
      'access key 1, dedicated to webhooks, was deleted: notifications are signed with 2, the oldest enabled key',
    ]);
  });

  it.each([
    ['there is no key', []],
    ['every key is disabled', [key('1', disabled), key('2', { ...dedicated, ...disabled })]],
  ])('say that nothing can be signed when %s', (_when, keys) => {
    expect(signingWarnings(keys, undefined)).toEqual([
      'no access key is enabled: notifications cannot be signed, and their attempts fail',
    ]);
  });
});
