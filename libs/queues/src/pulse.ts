import type { QueueName } from '@persona/contracts';

/**
 * A queue's pulse: a canary job that travels through the queue every second. The worker that takes it sets a key which soon expires, so the
 * key says that jobs are being taken, which an answered PING would not.
 */
export const PULSE_JOB = 'pulse';
export const PULSE_EVERY_MS = 1000;
export const PULSE_LASTS_MS = 3500;

// Not under the queue's own keys: there the canary itself lives.
export const pulseKey = (prefix: string, queue: QueueName): string => `${prefix}:pulse:${queue}`;
