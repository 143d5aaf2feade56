import { createHash } from 'node:crypto';
import type { Scope } from '@persona/contracts';

/** The namespace of this project among all UUIDv5 names. */
const NAMESPACE = Buffer.from('5b0f8c1e6d0a4e0c9a557d3f1c2e8b94', 'hex');

/**
 * Returns the UUIDv5 (RFC 9562) of (scope, page, version, n): the same passage gets the same id wherever and
 * however often it is written.
 */
export function passageId(scope: Scope, pageId: string, version: number, n: number): string {
  return nameUuid([scope, pageId, version, n]);
}

/** Returns the UUIDv5 of a list that names something. */
export function nameUuid(name: readonly (string | number)[]): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(JSON.stringify(name)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
