import { createHash, randomBytes } from 'node:crypto';

/** A new secret of 256 bits in hex. */
export const newSecret = (): string => randomBytes(32).toString('hex');

export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');
