/**
 * Errors that a handler throws to decide what becomes of its job; the worker translates them. Any other error
 * is a fault, which is retried with growing delays.
 */

/**
 * The job can't be done now, and that is no fault: it comes back after `delayMs`, and the attempt is not
 * counted.
 */
export class RetryLater extends Error {
  readonly delayMs: number;
  constructor(delayMs: number, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'RetryLater';
    this.delayMs = delayMs;
  }
}

/** The job will never succeed. The handler has recorded that in the documents; `code` goes into the log. */
export class GiveUp extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GiveUp';
    this.code = code;
  }
}
