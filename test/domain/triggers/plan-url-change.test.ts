import {
  applyPlan,
  planNewUrl,
  planUrlChange,
  planUrlDeletion,
} from '../../../src/domain/triggers/notification-url';
import { aTrigger } from '../../support/builders/a-trigger';

const A = 'https://a.example.com/';
const B = 'https://b.example.com/';
const AT = '2026-03-15T00:00:00.000Z';

let ids = 0;
const terms = {
  environmentId: 'env1',
  limits: { maxNotificationUrls: 2, maxTriggers: 3 },
  newId: () => `new${++ids}`,
  at: AT,
};
beforeEach(() => (ids = 0));

const upload = aTrigger({ id: 'upload', uri: A, eventType: 'upload' });
const rich = aTrigger({
  id: 'delete',
  uri: A,
  eventType: 'delete',
  additive: true,
  authScheme: 'eddsa_v2',
  filter: { '==': [1, 1] },
  payloadTemplate: { a: '{{raw.b}}' },
});
const elsewhere = aTrigger({ id: 'other', uri: B, eventType: 'upload' });

const typesOf = (triggers: readonly { readonly uri: string; readonly eventType: string }[]) =>
  triggers.map(({ uri, eventType }) => `${eventType} ${uri}`);

describe('a new URL', () => {
  it('gets one trigger for each type, none of them additive', () => {
    const { created, moved, deleted } = planNewUrl(
      [],
      { uri: A, eventTypes: ['all', 'eager', 'all'] },
      terms,
    );
    expect(created).toEqual([
      aTrigger({ id: 'new1', uri: A, eventType: 'all', createdAt: AT, updatedAt: AT }),
      aTrigger({ id: 'new2', uri: A, eventType: 'eager', createdAt: AT, updatedAt: AT }),
    ]);
    expect([...moved, ...deleted]).toEqual([]);
  });

  it('that is known gets more types, and no type twice', () => {
    expect(typesOf(planNewUrl([upload], { uri: A, eventTypes: ['eager'] }, terms).created)).toEqual([
      `eager ${A}`,
    ]);
    expect(() => planNewUrl([upload], { uri: A, eventTypes: ['eager', 'upload'] }, terms)).toThrow(
      `a trigger of "upload" for uri "${A}" exists already`,
    );
  });

  it('is refused beyond the limits, with the limit and the count', () => {
    const full = [upload, elsewhere];
    const third = { uri: 'https://c.example.com/', eventTypes: ['all'] };
    expect(() => planNewUrl(full, third, terms)).toThrow(
      'the product environment may have at most 2 notification URLs; it has 2',
    );
    expect(() => planNewUrl(full, { uri: A, eventTypes: ['eager', 'delete'] }, terms)).toThrow(
      'the product environment may have at most 3 triggers; it has 2',
    );
  });
});

describe('a change of a URL', () => {
  it('of its types keeps what stays as it is, and names what goes', () => {
    const plan = planUrlChange([upload, rich, elsewhere], { uri: A, eventTypes: ['delete', 'eager'] }, terms);
    expect(plan.deleted).toEqual([upload]);
    expect(plan.moved).toEqual([]);
    expect(typesOf(plan.created)).toEqual([`eager ${A}`]);
    expect(typesOf(applyPlan([upload, rich, elsewhere], plan))).toEqual([
      `delete ${A}`,
      `upload ${B}`,
      `eager ${A}`,
    ]);
  });

  it('to another URL takes every trigger with it, as it is', () => {
    const plan = planUrlChange([upload, rich], { uri: A, newUri: B }, terms);
    expect(plan).toEqual({
      created: [],
      deleted: [],
      moved: [
        { before: upload, after: { ...upload, uri: B, updatedAt: AT } },
        { before: rich, after: { ...rich, uri: B, updatedAt: AT } },
      ],
    });
  });

  it('to a URL that has one of its types is refused', () => {
    expect(() => planUrlChange([upload, elsewhere], { uri: A, newUri: B }, terms)).toThrow(
      `a trigger of "upload" for uri "${B}" exists already`,
    );
  });

  it('is refused when somebody changed the types meanwhile', () => {
    const wanted = { uri: A, eventTypes: ['all'] };
    expect(() => planUrlChange([upload, rich], { ...wanted, expectedEventTypes: ['upload'] }, terms)).toThrow(
      'expected_event_types: the URL has upload, delete now: it was changed meanwhile',
    );
    const seen = { ...wanted, expectedEventTypes: ['delete', 'upload'] };
    expect(typesOf(planUrlChange([upload, rich], seen, terms).created)).toEqual([`all ${A}`]);
  });

  it('is possible beyond a limit that was lowered, unless it adds to it', () => {
    const tight = { ...terms, limits: { maxNotificationUrls: 1, maxTriggers: 1 } };
    const all = [upload, rich, elsewhere];
    expect(planUrlChange(all, { uri: A, eventTypes: ['delete'] }, tight).deleted).toEqual([upload]);
    expect(() => planUrlChange(all, { uri: A, eventTypes: ['delete', 'upload', 'eager'] }, tight)).toThrow(
      'at most 1 triggers; it has 3',
    );
  });
});

it('a URL that no trigger has can be neither changed nor deleted', () => {
  const message = `uri: got "${B}", expected the URL of a trigger of this product environment`;
  expect(() => planUrlChange([upload], { uri: B, eventTypes: ['all'] }, terms)).toThrow(message);
  expect(() => planUrlDeletion([upload], B)).toThrow(message);
});

it('the deletion of a URL takes all its triggers, and no other', () => {
  const plan = planUrlDeletion([upload, rich, elsewhere], A);
  expect(plan.deleted).toEqual([upload, rich]);
  expect(applyPlan([upload, rich, elsewhere], plan)).toEqual([elsewhere]);
});
