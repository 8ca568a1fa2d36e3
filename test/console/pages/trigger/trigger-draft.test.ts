import { changeOf, draftOf, type Editable } from '../../../../src/console/pages/trigger/trigger-draft';

const FILTER = { '==': [{ var: 'format' }, 'jpg'] };
const trigger: Editable = { filter: FILTER, auth_scheme: 'default', success_statuses: '200' };
const draft = draftOf(trigger);

it('changes nothing as it is begun, nor by spaces and line breaks', () => {
  expect(changeOf(draft, trigger)).toEqual({ change: {}, fields: [] });
  const spaced = { ...draft, filter: JSON.stringify(FILTER, null, 8) };
  expect(changeOf(spaced, trigger)).toEqual({ change: {}, fields: [] });
});

it('clears with null what was emptied, and names what is changed', () => {
  const changed = {
    ...draft,
    filter: '',
    template: '{"id":"{{asset.id}}"}',
    authScheme: 'eddsa_v2',
  } as const;
  expect(changeOf(changed, trigger)).toEqual({
    change: { filter: null, payload_template: { id: '{{asset.id}}' }, auth_scheme: 'eddsa_v2' },
    fields: ['filter', 'payload template', 'signing scheme'],
  });
  expect(changeOf({ ...draft, successStatuses: '2xx' }, trigger).fields).toEqual(['accepted answers']);
});

it('cannot be saved with a fault, which counts as changed all the same', () => {
  expect(changeOf({ ...draft, template: '{' }, trigger)).toEqual({
    change: undefined,
    fields: ['payload template'],
  });
});
