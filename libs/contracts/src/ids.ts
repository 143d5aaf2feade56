import { hash, randomFillSync } from 'node:crypto';
import { encodeTime, monotonicFactory } from 'ulid';

export const idPrefixes = [
  'ins',
  'voi',
  'vid',
  'td',
  'rev',
  'str',
  'cht',
  'msg',
  'job',
  'key',
  'wk',
  'req',
] as const;
export type IdPrefix = (typeof idPrefixes)[number];

const random = new Uint8Array(4096);
let used = random.length;

/** From 0 to below 1, of secure random bytes, which are fetched many at a time. */
function nextRandom(): number {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  return (random[used++] ?? 0) / 256;
}

const ulid = monotonicFactory(nextRandom);

/** A new id `<type>_<ULID>`; ids made by one process sort in the order they were made. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${ulid()}`;
}

/** The least id of this type that could be made at a time (Unix, ms): ids of `newId` sort by their time. */
export const firstIdAt = (prefix: IdPrefix, ms: number): string => `${prefix}_${encodeTime(ms, 10)}`;

/** Whether `value` has the form of an id of this type; it says nothing about existence. */
export function isId(prefix: IdPrefix, value: string): boolean {
  return value.startsWith(`${prefix}_`) && /^[0-9A-HJKMNP-TV-Z]{26}$/.test(value.slice(prefix.length + 1));
}

/**
 * SHA-256 in hex. Client-made ids are hashed before they become part of a job id, a path or a key, because
 * they may contain any character.
 */
export function sha256(value: string | Uint8Array): string {
  return hash('sha256', value);
}
