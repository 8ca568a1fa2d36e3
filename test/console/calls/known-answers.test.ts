import { forgetAnswers, keepAnswer, knownAnswer } from '../../../src/console/calls/known-answers';

beforeEach(() => forgetAnswers());

it('keeps the newest answer of each path, with its name', () => {
  keepAnswer('/triggers', 'W/"1"', { triggers: [] });
  keepAnswer('/triggers', 'W/"2"', { triggers: [1] });
  expect(knownAnswer('/triggers')).toEqual({ etag: 'W/"2"', answer: { triggers: [1] } });
  expect(knownAnswer('/events')).toBeUndefined();
});

it('keeps nothing that has no name, such as a refusal', () => {
  keepAnswer('/triggers', 'W/"1"', {});
  keepAnswer('/triggers', null, { error: {} });
  expect(knownAnswer('/triggers')).toBeUndefined();
});

it('forgets the one that was had longest ago of more than 50, and all of them when somebody leaves', () => {
  for (let n = 0; n < 50; n++) keepAnswer(`/${n}`, 'W/"1"', n);
  keepAnswer('/0', 'W/"1"', 0);
  keepAnswer('/50', 'W/"1"', 50);
  expect([0, 1, 2, 50].map((n) => knownAnswer(`/${n}`)?.answer)).toEqual([0, undefined, 2, 50]);
  forgetAnswers();
  expect(knownAnswer('/2')).toBeUndefined();
});
