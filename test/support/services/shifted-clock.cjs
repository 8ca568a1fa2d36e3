/* For `node --require`: a machine whose wall clock is an hour ahead. */
const HOUR_MS = 3_600_000;
const RightDate = Date;

globalThis.Date = class Date extends RightDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [RightDate.now() + HOUR_MS] : parts));
  }

  static now() {
    return RightDate.now() + HOUR_MS;
  }
};
