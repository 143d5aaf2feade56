import type { KeyScope } from '@persona/contracts';

/** The caller, as far as a route may know it. */
export interface Caller {
  /** `key_…`; the owner of what it creates. */
  readonly keyId: string;
  readonly scopes: readonly KeyScope[];
  /** The only personas that it may touch besides those it owns; null: all. */
  readonly instanceIds: readonly string[] | null;
  /** The only user that it may speak for; null: any. */
  readonly userId: string | null;
}

/** `admin` may do everything. */
export const hasScope = (caller: Caller, scope: KeyScope): boolean =>
  caller.scopes.includes(scope) || caller.scopes.includes('admin');
