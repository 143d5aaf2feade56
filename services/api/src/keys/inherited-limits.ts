import { AppError, type Quota } from '@persona/contracts';
import { parseOrigin } from '@persona/config';
import type { Caller } from './caller.ts';

/** When a new key ends: as it was asked for, or with the key that makes it, and never later than that. */
export function expiryOf(caller: Caller, asked: string | undefined): string | null {
  if (asked === undefined) return caller.expiresAt;
  const at = Date.parse(asked);
  if (at <= Date.now()) throw refused('expires_at', 'be in the future');
  if (caller.expiresAt !== null && at > Date.parse(caller.expiresAt))
    throw refused('expires_at', `not be later than ${caller.expiresAt}, when the calling key ends`);
  return new Date(at).toISOString();
}

/** The origins of a key, as browsers write them: those that were asked for, else the calling key's. */
export function originsOf(caller: Caller, asked: readonly string[] | undefined): string[] | null {
  if (asked === undefined) return caller.origins && [...caller.origins];
  const origins = asked.map((text, n) => {
    const origin = parseOrigin(text);
    const param = `origins[${n}]`;
    if (origin === null) throw refused(param, 'be an origin like https://www.example, without a path');
    if (caller.origins !== null && !caller.origins.includes(origin))
      throw refused(param, `be one of the calling key's origins: ${caller.origins.join(', ')}`);
    return origin;
  });
  return [...new Set(origins)];
}

/** The quota of a key: what was asked for, which the calling key must have itself, else the calling key's. */
export function quotaOf(caller: Caller, asked: Quota = {}): Quota {
  for (const [name, max] of Object.entries(caller.quota))
    if ((asked[name as keyof Quota] ?? 0) > max)
      throw refused(`quota.${name}`, `not be over ${max}, which is the calling key's`);
  return { ...caller.quota, ...asked };
}

const refused = (param: string, what: string): AppError =>
  new AppError('validation_error', `${param} must ${what}`, { param });
