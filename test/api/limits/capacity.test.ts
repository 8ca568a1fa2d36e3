import { Capacity, RequestShare } from '../../../src/api/limits/capacity';
import { RateLimitedError, UnavailableError } from '../../../src/domain/errors';

describe('capacity', () => {
  it('has so many places, and a place again for each that was left', () => {
    const capacity = new Capacity(2, 'requests under way');
    const leave = capacity.enter();
    capacity.enter();
    expect(() => capacity.enter()).toThrow(new UnavailableError('2 requests under way already: try again'));
    leave();
    capacity.enter();
    expect(() => capacity.enter()).toThrow(UnavailableError);
  });

  it('is not enlarged by leaving twice', () => {
    const capacity = new Capacity(1, 'requests under way');
    const leave = capacity.enter();
    leave();
    leave();
    capacity.enter();
    expect(() => capacity.enter()).toThrow(UnavailableError);
  });

  it('gives one key no more than half of it, and the rest to others', () => {
    const capacity = new Capacity(4, 'requests under way');
    capacity.claim('a', 'publish_requests');
    const leave = capacity.claim('a', 'publish_requests');
    const third = () => capacity.claim('a', 'publish_requests');
    expect(third).toThrow(RateLimitedError);
    expect(third).toThrow('requests under way: 2 of the key "a" already, expected no more: try again in 1 s');
    capacity.claim('b', 'publish_requests');
    leave();
    expect(third).not.toThrow();
  });
});

it('the share of a request gives back all that it holds, once', () => {
  const left: string[] = [];
  const share = new RequestShare();
  share.hold(() => void left.push('a'));
  share.hold(() => void left.push('b'));
  share.leave();
  share.leave();
  expect(left).toEqual(['a', 'b']);
});
