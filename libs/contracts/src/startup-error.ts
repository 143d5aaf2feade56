/**
 * Why a service can't start, in one sentence for the person who starts it. The message may name paths and
 * settings.
 */
export class StartupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartupError';
  }
}
