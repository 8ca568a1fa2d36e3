import { currentDestination } from '../../../src/domain/deliveries/readdress';
import type { DomainError } from '../../../src/domain/errors';
import type { Trigger } from '../../../src/domain/triggers/trigger';
import { aTrigger } from '../../support/builders/a-trigger';

const NEW = 'https://new.example.com/cld';

function destination(triggers: readonly Trigger[], { triggerIds = ['a', 'b'], triggerId = '' } = {}) {
  const delivery = { id: 'dlv1', triggerIds };
  return currentDestination({ delivery, triggers, triggerId: triggerId === '' ? undefined : triggerId });
}

function faultOf(act: () => unknown) {
  try {
    return act();
  } catch (error) {
    const { code, message } = error as DomainError;
    return { code, message };
  }
}

describe('where a delivery’s triggers would have it go now', () => {
  it('is what its only trigger says', () => {
    const now = {
      uri: NEW,
      authScheme: 'eddsa_v2',
      payloadTemplate: { id: '{{asset.public_id}}' },
      successStatuses: '2xx',
    } as const;
    const trigger = aTrigger({ id: 'a', ...now });
    expect(destination([trigger], { triggerIds: ['a'] })).toEqual({ ...now, triggerIds: ['a'] });
  });

  it('is one place while several say the same, whichever statuses they take for success', () => {
    const triggers = [
      aTrigger({ id: 'a', uri: NEW }),
      aTrigger({ id: 'b', uri: NEW, successStatuses: '2xx' }),
    ];
    expect(destination(triggers)).toMatchObject({ uri: NEW, successStatuses: '2xx' });
  });

  it('leaves filters out of it', () => {
    const filter = { '==': [1, 2] };
    expect(destination([aTrigger({ id: 'a', uri: NEW, filter })])).toMatchObject({ uri: NEW });
  });

  it('is what is left says, when one of several was deleted', () => {
    expect(destination([aTrigger({ id: 'b', uri: NEW })])).toMatchObject({ uri: NEW });
  });

  it.each([
    ['URL', { uri: NEW }],
    ['template', { payloadTemplate: { a: 'b' } }],
    ['scheme', { authScheme: 'legacy_hmac' } as const],
  ])('must be chosen when they differ in %s', (_what, difference) => {
    const triggers = [aTrigger({ id: 'a' }), aTrigger({ id: 'b', ...difference })];
    expect(faultOf(() => destination(triggers))).toEqual({
      code: 'conflict',
      message: 'trigger_id: got nothing, expected a or b, which now differ in URL, template or scheme',
    });
    expect(destination(triggers, { triggerId: 'b' })).toMatchObject({ triggerIds: ['b'], ...difference });
  });

  it.each([
    ['there is no trigger', { triggerIds: [] }, 'conflict', 'since delivery dlv1 has no trigger'],
    ['its only trigger was deleted', { triggerIds: ['a'] }, 'conflict', 'since trigger a was deleted'],
    ['all its triggers were deleted', {}, 'conflict', 'since triggers a, b were deleted'],
    ['the one that is meant was deleted', { triggerId: 'b' }, 'conflict', 'since trigger b was deleted'],
    [
      'the one that is meant is another’s',
      { triggerId: 'c' },
      'invalid_request',
      'trigger_id: got "c", expected a trigger of delivery dlv1: a or b',
    ],
  ])('is nowhere when %s', (_when, question, code, message) => {
    expect(faultOf(() => destination([], question))).toEqual({
      code,
      message: expect.stringContaining(message),
    });
  });
});
