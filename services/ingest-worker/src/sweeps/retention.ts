import { grantScope, installScope, type Instance } from '@persona/contracts';
import type { Resources } from '../resources.ts';
import type { Sweep } from '../sweeper.ts';
import { before, createWalk } from './walk.ts';

const MAX_PERSONAS_PER_RUN = 500;
const MAX_CHATS_OF_ONE = 100;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Deletes chats in which nothing was said for `configuration.retention_days` of their persona. */
export function createRetentionSweep({ documents, domain }: Pick<Resources, 'documents' | 'domain'>): Sweep {
  const walk = createWalk<Instance>(
    (query) =>
      documents.instances.find(installScope, {
        where: { deleted_at: null },
        orderBy: 'created_at',
        ...query,
      }),
    ({ created_at }) => created_at,
  );
  return {
    name: 'retention',
    intervalMs: 60_000,
    run: () =>
      walk.run(MAX_PERSONAS_PER_RUN, async (personas) => {
        let deleted = 0;
        for (const { id, configuration } of personas) {
          const days = configuration['retention_days'];
          if (typeof days !== 'number' || !(days >= 1)) continue;
          const scope = grantScope(id);
          const old = await documents.chats.find(scope, {
            where: { deleted_at: null, updated_at: { lt: before(days * DAY_MS) } },
            orderBy: 'updated_at',
            limit: MAX_CHATS_OF_ONE,
          });
          for (const chat of old) {
            // Somebody goes on with it at this moment.
            if (chat.busy_with !== null) continue;
            await domain.deleteChat(scope, chat.id);
            deleted++;
          }
        }
        return deleted;
      }),
  };
}
