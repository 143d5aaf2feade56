import type { ApiKey, KeyScope } from '@persona/contracts';

/** The caller, as far as a route may know it. */
export interface Caller {
  /** `key_…`; the owner of what it creates. */
  readonly keyId: string;
  readonly scopes: readonly KeyScope[];
  /** The only personas that it may touch besides those it owns; null: all. */
  readonly instanceIds: readonly string[] | null;
  /** The only user that it may speak for; null: any. */
  readonly userId: string | null;
  /** When it ends; null: never. */
  readonly expiresAt: string | null;
}

/** Whether a key may do no more than the caller, or was made by it: a limited admin knows only such keys. */
export const isWithin = (caller: Caller, key: ApiKey): boolean =>
  key.created_by === caller.keyId ||
  ((caller.instanceIds === null ||
    (key.instance_ids !== null && key.instance_ids.every((id) => caller.instanceIds?.includes(id)))) &&
    (caller.userId === null || key.user_id === caller.userId));

/** `admin` may do everything. */
export const hasScope = (caller: Caller, scope: KeyScope): boolean =>
  caller.scopes.includes(scope) || caller.scopes.includes('admin');
