import { authorWords, fieldChanges, subjectHref } from '../../../src/console/parts/audit-words';

describe('the fields that a change made different', () => {
  it('are those whose value is another one, in the order of what was after it', () => {
    const before = { uri: 'https://a.example/', additive: false, filter: null, gone: 1 };
    const after = { filter: { '==': [1, 1] }, uri: 'https://a.example/', additive: true };
    expect(fieldChanges(before, after)).toEqual([
      { name: 'filter', before: 'null', after: '{"==":[1,1]}' },
      { name: 'additive', before: 'false', after: 'true' },
      { name: 'gone', before: '1', after: undefined },
    ]);
  });

  it('are all fields of what had nothing before, and of what has nothing after', () => {
    expect(fieldChanges(null, { name: 'hooks', kids: ['a', 'b'] })).toEqual([
      { name: 'name', before: undefined, after: 'hooks' },
      { name: 'kids', before: undefined, after: 'a, b' },
    ]);
    expect(fieldChanges({ name: 'hooks' }, null)).toEqual([
      { name: 'name', before: 'hooks', after: undefined },
    ]);
    expect(fieldChanges(null, null)).toEqual([]);
  });

  it('are cut where they are long', () => {
    const [change] = fieldChanges(null, { template: 'x'.repeat(1_000) });
    expect(change?.after).toBe(`${'x'.repeat(300)} …`);
  });
});

it.each([
  ['delivery.retry', 'a/b', '/deliveries/a%2Fb'],
  ['event.restart', 'e1', '/events/e1'],
  ['bulk_action.create', 'b1', '/bulk-actions/b1'],
  ['trigger.update', 't1', '/triggers/t1'],
  ['trigger.delete', 't1', '/deliveries?trigger_id=t1'],
  ['signing_key.rotate', 'k1', '/keys'],
  ['console_session.create', 's1', undefined],
] as const)('the page of what %s changed', (action, id, href) => {
  expect(subjectHref(action, id)).toBe(href);
});

it('says what kind of author made a change, and whether in the Console', () => {
  expect(authorWords({ kind: 'access_key', via: 'console' })).toBe('access key, in the Console');
  expect(authorWords({ kind: 'service' })).toBe('the service itself');
});
