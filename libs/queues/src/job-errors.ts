/** What a handler throws to steer its job; the worker translates it. Anything else thrown is a fault: tried again with growing pauses. */

/** The job can't be done now and nobody is to blame: it comes back after `delayMs`, and the try is not counted. */
export class RetryLater extends Error {
  readonly delayMs: number;
  constructor(delayMs: number, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'RetryLater';
    this.delayMs = delayMs;
  }
}

/** The job will never succeed. The handler has told its subject; `code` goes into the log. */
export class GiveUp extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GiveUp';
    this.code = code;
  }
}
