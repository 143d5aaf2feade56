import { AppError, INSTALL, installScope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';

/** A short list that all gateways of the install share, kept as one setting. */
export interface SettingList<T> {
  read(): Promise<T[]>;
  /**
   * Replaces the list by what `change` makes of it; again where another process was first. Throws what
   * `change` throws, and `not_ready` where others are first again and again.
   */
  write(change: (list: readonly T[]) => T[]): Promise<void>;
}

const MAX_ATTEMPTS = 20;

export function createSettingList<T>(
  { settings }: Pick<DocumentStore, 'settings'>,
  id: string,
): SettingList<T> {
  const listOf = (row: { value: string } | null): T[] => (row ? (JSON.parse(row.value) as T[]) : []);
  return {
    read: async () => listOf(await settings.get(installScope, id)),
    async write(change) {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const known = await settings.get(installScope, id);
        const value = JSON.stringify(change(listOf(known)));
        const now = new Date().toISOString();
        if (known === null) {
          const row = { id, instance_id: INSTALL, version: 1, created_at: now, updated_at: now };
          const [first] = await settings.insert(installScope, [{ ...row, value }]);
          if (first === 'inserted') return;
        } else if (
          await settings.update(installScope, id, {
            where: { value: known.value },
            set: { value, updated_at: now },
            inc: { version: 1 },
          })
        )
          return;
      }
      throw new AppError('not_ready', 'A setting is being changed by others; try again.', { retryAfter: 1 });
    },
  };
}
