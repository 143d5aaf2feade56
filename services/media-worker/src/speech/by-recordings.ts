import type { BlobStore } from '@persona/blobs';
import type { BlobKey } from '@persona/contracts';
import { clipsOf, soundOf } from '@persona/domain';
import { joinSpeech } from '@persona/media';
import type { SpeakContext, Spoken } from '../speak.ts';

/**
 * The persona's own recordings: the sound of the cues that the reply cites, in its order, and nothing else.
 * Null when it cites something that is in no recording. Throws MediaError when one cannot be cut.
 */
export async function speakByRecordings(context: SpeakContext): Promise<Spoken | null> {
  const { resources, scope, plan, folder, signal } = context;
  const { documents, blobs, tools, limits } = resources;
  if (plan.quotes === null) return null;
  const clips = await clipsOf(documents, scope, plan.quotes);
  const ids = [...new Set(clips.map(({ media_id }) => media_id))];
  const keys = new Map<string, BlobKey>();
  for (const media of await documents.media.getMany(scope, ids)) {
    const sound = soundOf(media);
    if (sound) keys.set(media.id, sound.blob_key);
  }
  if (keys.size < ids.length) return null;
  const joined = await useLocalFiles(blobs, keys, (paths) =>
    joinSpeech({
      folder,
      tools,
      limits,
      signal,
      parts: clips.map(({ media_id, start_ms, end_ms, lines }) => ({
        path: paths.get(media_id) ?? '',
        span: { startMs: start_ms, endMs: end_ms },
        lines,
      })),
      note: 'Source: recording. The sound of what the reply cites.',
    }),
  );
  return { ...joined, source: 'recording', media_ids: ids };
}

/** Runs `use` with local files of several blobs at once, by the same names. */
async function useLocalFiles<T>(
  blobs: BlobStore,
  keys: ReadonlyMap<string, BlobKey>,
  use: (paths: ReadonlyMap<string, string>) => Promise<T>,
): Promise<T> {
  const paths = new Map<string, string>();
  const rest = [...keys];
  const next = async (): Promise<T> => {
    const [name, key] = rest.shift() ?? [];
    if (name === undefined || key === undefined) return use(paths);
    return blobs.useLocalFile(key, (path) => {
      paths.set(name, path);
      return next();
    });
  };
  return next();
}
