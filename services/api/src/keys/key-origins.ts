import { installScope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';

/**
 * The origins that any live key names. A preflight request carries no key, so it is answered for these; which
 * of them a key itself allows is looked at when it comes.
 */
export interface KeyOrigins {
  /** Whether some key names this origin; what other gateways changed is known after a second. */
  named(origin: string): Promise<boolean>;
  /** A key's origins were changed here. */
  changed(): void;
}

const TTL_MS = 1000;
const READ_BATCH_SIZE = 500;

export function createKeyOrigins({ keys }: Pick<DocumentStore, 'keys'>): KeyOrigins {
  let known: { at: number; origins: Promise<ReadonlySet<string>> } | null = null;

  const read = async (): Promise<ReadonlySet<string>> => {
    const all = new Set<string>();
    const now = new Date().toISOString();
    let after: { value: string; id: string } | undefined;
    for (;;) {
      const rows = await keys.find(installScope, {
        where: { has_origins: true, revoked_at: null },
        after,
        limit: READ_BATCH_SIZE,
      });
      for (const { origins, expires_at } of rows)
        if (expires_at === null || expires_at > now) for (const origin of origins ?? []) all.add(origin);
      const last = rows.at(-1);
      if (!last || rows.length < READ_BATCH_SIZE) return all;
      after = { value: last.id, id: last.id };
    }
  };

  return {
    async named(origin) {
      const now = performance.now();
      if (known === null || now - known.at > TTL_MS) {
        const origins = read();
        known = { at: now, origins };
        // One that failed is not kept.
        origins.catch(() => {
          if (known?.origins === origins) known = null;
        });
      }
      return (await known.origins).has(origin);
    },
    changed: () => (known = null),
  };
}
