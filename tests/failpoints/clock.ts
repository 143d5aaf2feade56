/** Time that the test advances, so that leases expire and sweeps find something old without waiting. */
export interface Clock {
  pass(ms: number): void;
}

/**
 * Replaces the clock of this process; timers stay as they were. A worker chooses at random when its hourly
 * walk runs first; here it runs an hour after the start, because an earlier walk would clean up after an
 * interrupted process and hide that the process has to do that itself.
 */
export function replaceClock(): Clock {
  Math.random = () => 0;
  const RealDate = Date;
  let passed = 0;
  const now = () => RealDate.now() + passed;
  globalThis.Date = class extends RealDate {
    constructor(...args: [] | [string | number | Date]) {
      if (args.length === 0) super(now());
      else super(args[0]);
    }
    static override now(): number {
      return now();
    }
  } as DateConstructor;
  return { pass: (ms) => (passed += ms) };
}
