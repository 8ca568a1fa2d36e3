import { judgeFilter, judgePayload, judgeTemplate } from '../../../../src/console/pages/trigger/judge-text';
import { parseFilter } from '../../../../src/domain/triggers/filter';

const NOTHING = { value: undefined, fault: undefined, size: { bytes: 0, nodes: 0, depth: 0 } };

it.each([judgeFilter, judgeTemplate, judgePayload])('nothing stands for nothing', (judge) => {
  expect(judge(' \n')).toEqual(NOTHING);
});

it('counts as the service does: bytes of the compact text, values and levels', () => {
  expect(judgeFilter('{ "==": [ {"var": "é"}, 1 ] }')).toEqual({
    value: { '==': [{ var: 'é' }, 1] },
    fault: undefined,
    size: { bytes: 23, nodes: 5, depth: 4 },
  });
});

it('says where a text stops being JSON', () => {
  const { fault, size } = judgeFilter('{ "and": [ }');
  expect(size).toBeUndefined();
  expect(fault).toEqual({
    at: 11,
    message: 'filter: malformed JSON at position 11 (line 1, column 12): got "}", expected a value or "]"',
  });
});

it('has the words of the service, and the place that they are about', () => {
  const text = '{"and":[{"log":1}]}';
  expect(() => parseFilter(JSON.parse(text))).toThrow(judgeFilter(text).fault?.message);
  expect(judgeFilter(text).fault?.at).toBe('/and/0');
  expect(judgeTemplate('{"a":"{{nowhere.id}}"}').fault).toEqual({
    at: '/a',
    message: expect.stringContaining('a path that begins with one of event, asset'),
  });
});

it('takes only an object for a payload', () => {
  expect(judgePayload('[1]').fault).toEqual({
    at: '',
    message: 'payload: got an array of 1, expected an object',
  });
  expect(judgePayload('{"a":1}').value).toEqual({ a: 1 });
});
