// Loaded before a service (node --import), takes one safeguard out of the source as it is read, so that the lab can see itself turn red:
// the same services under the same launcher, less one line. CHAOS_WITHOUT names it. Nothing of this is in the services themselves.
import { registerHooks } from 'node:module';

export const safeguards = ['fence', 'sweeper', 'tombstone', 'turns', 'older'] as const;
export type Safeguard = (typeof safeguards)[number];

interface Cut {
  file: string;
  from: string;
  to: string;
}

const cuts: Record<Safeguard, Cut> = {
  // Readers take what the index proposes.
  fence: {
    file: '/services/chat/src/retriever.ts',
    from: 'page && page.deleted_at === null && page.live_version === hit.version ?',
    to: 'page ?',
  },
  // Nobody looks for what was forgotten.
  sweeper: {
    file: '/services/ingest-worker/src/app.ts',
    from: 'sweeps = (all) => all',
    to: 'sweeps = () => []',
  },
  // A delete removes the row at once, and whatever else is left has nobody who knows of it.
  tombstone: {
    file: '/libs/domain/src/erasure/erase-page.ts',
    from: '  await enqueuePagePurge(\n    producer,',
    to: '  await documents.pages.remove(scope, ids);\n  await enqueuePagePurge(\n    producer,',
  },
  // What a worker brought live without living to remove the version before keeps that for ever.
  older: {
    file: '/services/ingest-worker/src/index-pages.ts',
    from: 'if (texts > succeeding.length)',
    to: 'if (Date.now() < 0)',
  },
  // Whoever comes first is served first.
  turns: {
    file: '/libs/queues/src/producer.ts',
    from: 'priority: turns.get(job) ??',
    to: 'priority: 1 ??',
  },
};

/** What an install is started with to go without one. */
export const withoutSafeguard = (safeguard: Safeguard): Record<string, string> => ({
  CHAOS_WITHOUT: safeguard,
  NODE_OPTIONS: `--import=${import.meta.url}`,
});

/** A module's source without the safeguard, if that is where it stands. `file` begins with a slash. Throws when it is not found there. */
export function cutOut(safeguard: Safeguard, file: string, source: string): string {
  const { file: place, from, to } = cuts[safeguard];
  if (!file.endsWith(place)) return source;
  if (source.split(from).length !== 2) throw new Error(`The lab does not find the ${safeguard} in ${place}.`);
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
