// Loaded before a service (node --import): removes one safeguard from the source while it is loaded, so that
// the lab can show that it detects the loss. The services and the launcher are the same, except for one line.
// CHAOS_WITHOUT names the safeguard; the services themselves contain nothing of this.
import { registerHooks } from 'node:module';

export const safeguards = ['live-version', 'sweeper', 'tombstone', 'turns'] as const;
export type Safeguard = (typeof safeguards)[number];

interface Cut {
  file: string;
  from: string;
  to: string;
}

const cuts: Record<Safeguard, Cut> = {
  // Readers take what the index proposes.
  'live-version': {
    file: '/services/chat/src/retriever.ts',
    from: 'page && page.deleted_at === null && page.live_version === hit.version ?',
    to: 'page ?',
  },
  // Nothing looks for work that was forgotten.
  sweeper: {
    file: '/services/ingest-worker/src/app.ts',
    from: 'sweeps = (all) => all',
    to: 'sweeps = () => []',
  },
  // A delete removes the row at once, so nothing knows about the rest that must be purged.
  tombstone: {
    file: '/libs/domain/src/erasure/erase-page.ts',
    from: '  await enqueuePagePurge(\n    producer,',
    to: '  await documents.pages.remove(scope, ids);\n  await enqueuePagePurge(\n    producer,',
  },
  // Jobs are served in order of arrival.
  turns: {
    file: '/libs/queues/src/producer.ts',
    from: 'priority: turns.get(job) ??',
    to: 'priority: 1 ??',
  },
};

/** The environment that starts an install without this safeguard. */
export const withoutSafeguard = (safeguard: Safeguard): Record<string, string> => ({
  CHAOS_WITHOUT: safeguard,
  NODE_OPTIONS: `--import=${import.meta.url}`,
});

/**
 * Returns a module's source without the safeguard if the safeguard belongs to that module, else the source
 * unchanged. `file` begins with a slash. Throws when the safeguard is not found there.
 */
export function cutOut(safeguard: Safeguard, file: string, source: string): string {
  const { file: place, from, to } = cuts[safeguard];
  if (!file.endsWith(place)) return source;
  if (source.split(from).length !== 2)
    throw new Error(`The lab does not find the safeguard ${safeguard} in ${place}.`);
  return source.replace(from, () => to);
}

const without = process.env['CHAOS_WITHOUT'] as Safeguard | undefined;
if (without !== undefined) {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.endsWith(cuts[without].file)) return loaded;
      return {
        ...loaded,
        source: cutOut(without, url, Buffer.from(loaded.source as Uint8Array).toString()),
      };
    },
  });
}
