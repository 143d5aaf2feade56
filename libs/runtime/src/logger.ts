import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';

export type { Logger };

/** A last safeguard: what may never be logged is cut even when a whole request is passed. */
const NEVER_LOGGED = [
  'authorization',
  'headers',
  'body',
  'content',
  'prompt',
  'answer',
  'text',
  'secret',
  'key',
];

/**
 * Creates the log of one service: JSON lines (to stdout unless a destination is given), object first,
 * constant message second. Objects hold ids, counts, outcomes and durations, never bodies, prompts, answers
 * or keys; an Error goes under `err`.
 */
export function createLogger(service: string, level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { service, pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: NEVER_LOGGED.flatMap((name) => [name, `*.${name}`]), remove: true },
  };
  return destination ? pino(options, destination) : pino(options);
}
