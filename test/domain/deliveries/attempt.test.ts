import { ATTEMPT_ERROR_CODES, ATTEMPT_ERRORS, isTerminal } from '../../../src/domain/deliveries/attempt';

const answer = { httpStatus: 410, responseExcerpt: '', durationMs: 5 };

describe('what the error of an attempt means', () => {
  it('another attempt is useless only where the destination is not allowed', () => {
    const terminal = ATTEMPT_ERROR_CODES.filter((code) =>
      isTerminal(
        code === 'http_status'
          ? { kind: 'rejected', errorCode: code, errorMessage: '', ...answer }
          : { kind: 'unreachable', errorCode: code, errorMessage: '', durationMs: 5 },
      ),
    );
    expect(terminal).toEqual(['destination_not_allowed']);
    expect(isTerminal({ kind: 'delivered', ...answer, httpStatus: 200 })).toBe(false);
  });

  it('only a timeout says that the receiver hung, however long the attempt took', () => {
    expect(ATTEMPT_ERROR_CODES.filter((code) => ATTEMPT_ERRORS[code].hasHung)).toEqual(['timeout']);
  });
});
