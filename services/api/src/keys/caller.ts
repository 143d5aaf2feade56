import type { ApiKey, KeyScope, Quota } from '@persona/contracts';

/** The caller, as far as a route may know it. */
export interface Caller {
  /**
   * `key_…` or `wk_…`: what requests are counted for; except for a browser token, the owner of what it
   * creates.
   */
  readonly keyId: string;
  readonly scopes: readonly KeyScope[];
  /** The only personas that it may touch besides those it owns; null: all. */
  readonly instanceIds: readonly string[] | null;
  /** The only user that it may speak for; null: any. */
  readonly userId: string | null;
  /** When it ends; null: never. */
  readonly expiresAt: string | null;
  /** The only origins whose pages may use it; null: those of the install. */
  readonly origins: readonly string[] | null;
  /** Whether it came with a browser token, which opens the routes for such and owns nothing. */
  readonly isToken: boolean;
  /**
   * Of a browser token, the address that it came from. Everybody may have as many tokens as they like, so the
   * visitors of a site share what its key has by their addresses. Null for a key.
   */
  readonly visitor: string | null;
  readonly quota: Quota;
  /** The key that made its key; null: none that is known. */
  readonly madeBy: string | null;
}

export const callerOf = (key: ApiKey): Caller => ({
  keyId: key.id,
  scopes: key.scopes,
  instanceIds: key.instance_ids,
  userId: key.user_id,
  expiresAt: key.expires_at,
  origins: key.origins ?? null,
  isToken: false,
  visitor: null,
  quota: key.quota ?? {},
  madeBy: key.created_by ?? null,
});

/** Whether a key may do no more than the caller, or was made by it: a limited admin knows only such keys. */
export const isWithin = (caller: Caller, key: ApiKey): boolean =>
  key.created_by === caller.keyId ||
  ((caller.instanceIds === null ||
    (key.instance_ids !== null && key.instance_ids.every((id) => caller.instanceIds?.includes(id)))) &&
    (caller.userId === null || key.user_id === caller.userId));

/**
 * Whether the caller may hold the key's secret: its own, that of a key it made, or, without limits of persona
 * and user, that of a key which has no more of anything.
 */
export const mayHold = (caller: Caller, key: ApiKey): boolean =>
  key.id === caller.keyId ||
  key.created_by === caller.keyId ||
  (caller.instanceIds === null &&
    caller.userId === null &&
    (caller.expiresAt === null || (key.expires_at !== null && key.expires_at <= caller.expiresAt)) &&
    (caller.origins === null || (key.origins?.every((one) => caller.origins?.includes(one)) ?? false)) &&
    isQuotaWithin(caller.quota, key.quota ?? {}));

const isQuotaWithin = (limit: Quota, quota: Quota): boolean =>
  Object.entries(limit).every(([name, max]) => (quota[name as keyof Quota] ?? Infinity) <= max);

/** `admin` may do everything. */
export const hasScope = (caller: Caller, scope: KeyScope): boolean =>
  caller.scopes.includes(scope) || caller.scopes.includes('admin');
