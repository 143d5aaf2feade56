import { hash, randomBytes } from 'node:crypto';

/** A new secret of 256 bits in hex. */
export const newSecret = (): string => randomBytes(32).toString('hex');

export const secretHash = (secret: string): string => hash('sha256', secret);
