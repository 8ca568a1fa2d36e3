/*
 * Loaded before a program (node --require): its clock is CLOCK_SHIFT_MS ahead, or behind. Timers and performance.now() go
 * on as they are, as when a machine's clock was set wrong before the program started.
 */
const shiftMs = Number(process.env.CLOCK_SHIFT_MS ?? 0);
const RealDate = Date;

class ShiftedDate extends RealDate {
  constructor(...args: [] | ConstructorParameters<typeof Date>) {
    if (args.length === 0) super(RealDate.now() + shiftMs);
    else super(...args);
  }

  static override now(): number {
    return RealDate.now() + shiftMs;
  }
}

globalThis.Date = ShiftedDate as DateConstructor;
