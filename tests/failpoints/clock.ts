/** Time that the test lets pass, so that leases run out and sweeps find something old without anyone waiting for it. */
export interface Clock {
  pass(ms: number): void;
}

/**
 * Replaces the clock of this process; timers go on as they were. What a worker leaves to chance, when its hourly walk comes round for the first
 * time, is an hour from its start: a walk that came early would tidy up behind whoever was cut off, and hide that they would have had to.
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
