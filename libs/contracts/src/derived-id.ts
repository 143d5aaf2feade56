import { createHash } from 'node:crypto';
import type { IdPrefix } from './ids.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Derives an id from its parts: the same parts give the same id, so that a repeat finds what the first call
 * made.
 */
export function derivedId(prefix: IdPrefix, ...parts: string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  // 128 bits in the form of a ULID, whose first digit holds three of them.
  let value = BigInt(`0x${digest.subarray(0, 16).toString('hex')}`);
  let id = '';
  for (let digit = 0; digit < 26; digit++) {
    id = ALPHABET.charAt(Number(value & 31n)) + id;
    value >>= 5n;
  }
  return `${prefix}_${id}`;
}
