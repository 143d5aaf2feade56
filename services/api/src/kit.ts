import type { AccessControl } from './access.ts';
import type { KeyStore } from './keys/key-store.ts';
import type { Quotas } from './keys/quotas.ts';
import type { Resources } from './resources.ts';
import type { Spool } from './uploads/spool.ts';
import type { App } from '@persona/runtime';

/** What every route file gets beside the resources. */
export interface Kit {
  access: AccessControl;
  keys: KeyStore;
  quotas: Quotas;
  /** Where files wait that come in. */
  spool: Spool;
}

/** What a route file exports. */
export type Routes = (app: App, resources: Resources, kit: Kit) => void | Promise<void>;
