import { explainFailure } from '../../src/outbound/explain-failure';

const errorWith = (code: string) => Object.assign(new Error('connect 10.0.0.1:443'), { code });

describe('explainFailure', () => {
  it.each(['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EACCES'])(
    'takes %s for a failed connection',
    (code) => {
      expect(explainFailure(errorWith(code), 20_000)).toEqual({
        errorCode: 'connection_failed',
        errorMessage: `no connection (${code})`,
      });
    },
  );

  it.each(['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS', 'EADDRNOTAVAIL'])('blames no receiver for %s', (code) => {
    expect(explainFailure(errorWith(code), 20_000)).toBeUndefined();
  });

  it('blames no receiver for a mistake in this program', () => {
    expect(explainFailure(new TypeError('x is not a function'), 20_000)).toBeUndefined();
  });
});
