import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { folderOf, keyIn, keysUnder } from '@persona/blobs';
import { AppError, grantScope, type BlobKey, type Hls, type HlsTrack, type Media } from '@persona/contracts';
import { linkedFolder, storedFiles } from '@persona/domain';
import type { HlsKeeper, KeptHls, KeptSound, NewPart } from '@persona/media';
import type { Resources } from './resources.ts';
import { NoLongerWanted } from './watch-job.ts';

type Deps = Pick<Resources, 'documents' | 'blobs'>;
type Loudness = KeptSound['source'];
type Level = NonNullable<Hls['sound']>['source'];

/**
 * Keeps the sizes of a video in the blob store and its row, part by part: first the files, then the row that
 * names them. A row is written only by the attempt that was begun last, and no two attempts write the same
 * file, so workers on one video can't mix what they make.
 */
export function createHlsKeeper(
  { documents, blobs }: Deps,
  { id, instance_id, version }: Media,
  /** Part of the names of this attempt's files. */
  attempt: string,
  signal: AbortSignal,
): HlsKeeper & {
  /** Must be called before anything else, with the row as this attempt has begun it. */
  start(row: Media): void;
  /** What is kept, when nothing more is to come. */
  complete(): Hls;
} {
  const scope = grantScope(instance_id);
  let row: Media | undefined;
  const current = (): Media => {
    if (!row) throw new TypeError('start() was not called');
    return row;
  };
  const write = async (hls: Hls): Promise<void> => {
    const { starts } = current();
    const written = await documents.media.update(scope, id, {
      where: { version, state: 'processing', deleted_at: null, starts },
      set: { hls, updated_at: new Date().toISOString() },
    });
    if (!written) throw new NoLongerWanted();
    row = written;
  };
  const stateNow = (): Hls => {
    const { hls } = current();
    if (!hls) throw new TypeError('begin() was not called');
    return hls;
  };

  const store = async (part: NewPart, n: number): Promise<HlsTrack['parts'][number]> => {
    const read = createReadStream(part.path, { start: part.start, end: part.end - 1, signal });
    const blob_key = keyIn(linkedFolder(current()), `${part.track.name}-${n}-${attempt}.mp4`);
    const put = await blobs.put(blob_key, read, { signal });
    const { segments } = part;
    return {
      blob_key,
      ...put,
      ticks: segments.map(({ ticks }) => ticks),
      sizes: segments.map(({ bytes }) => bytes),
    };
  };
  const withPart = async (track: HlsTrack | undefined, part: NewPart): Promise<HlsTrack> => {
    const { name, width, height, codecs, headerBytes } = part.track;
    const before = track ?? { name, width, height, codecs, header_bytes: headerBytes, parts: [] };
    return { ...before, parts: [...before.parts, await store(part, before.parts.length)] };
  };

  return {
    get kept() {
      const { hls } = current();
      return hls ? keptOf(hls) : null;
    },
    start: (started) => {
      row = started;
    },
    complete: () => ({ ...stateNow(), complete: true }),

    async begin(recipe) {
      await write({ recipe, complete: false, sound: null, tracks: [] });
    },

    async keepSound({ source, made }, part) {
      const track = await withPart(undefined, part);
      const sound = { source: levelOf(source), made: levelOf(made) };
      await write({ ...stateNow(), sound, tracks: [track] });
    },

    async keepPictures(parts) {
      const { tracks } = stateNow();
      const sound = tracks.filter(({ width }) => width === null);
      const sizes: HlsTrack[] = [];
      for (const part of parts)
        sizes.push(
          await withPart(
            tracks.find(({ name }) => name === part.track.name),
            part,
          ),
        );
      await write({ ...stateNow(), tracks: [...sound, ...sizes] });
    },

    async fetch(name, path) {
      const track = stateNow().tracks.find((one) => one.name === name);
      for (const [n, { blob_key }] of (track?.parts ?? []).entries()) {
        const blob = await blobs.get(blob_key);
        if (!blob) {
          await write({ ...stateNow(), recipe: '', sound: null, tracks: [] });
          throw new AppError('not_ready', 'A part that was made before is not in the store any more.');
        }
        await pipeline(blob.stream, createWriteStream(path, { flags: n === 0 ? 'w' : 'a' }), { signal });
      }
    },
  };
}

/**
 * Finds what is stored of a recording now, and returns what removes those of these files that its final row
 * does not name: those of attempts that were overtaken, or died before their row was written. What is stored
 * later is another attempt's, which may need it.
 */
export async function findOrphans(
  { blobs }: Pick<Deps, 'blobs'>,
  media: Media,
): Promise<(final: Media) => Promise<void>> {
  const found = await filesOf(blobs, media);
  return async (final) => {
    const named = namesIn(final);
    for (const key of found) if (!named.has(key)) await blobs.remove(key);
  };
}

/** Removes the files of an attempt that was overtaken, apart from those with which another one goes on. */
export async function removeFilesOf(
  { documents, blobs }: Deps,
  media: Media,
  attempt: string,
): Promise<void> {
  const own = (await filesOf(blobs, media)).filter((key) => key.includes(`-${attempt}.`));
  const row = await documents.media.get(grantScope(media.instance_id), media.id);
  const named = row ? namesIn(row) : new Set();
  for (const key of own) if (!named.has(key)) await blobs.remove(key);
}

async function filesOf(blobs: Deps['blobs'], { original }: Media): Promise<BlobKey[]> {
  const found: BlobKey[] = [];
  for await (const key of keysUnder(blobs, folderOf(original.blob_key))) found.push(key);
  return found;
}

const namesIn = (media: Media): Set<BlobKey> => new Set(storedFiles(media).map(({ blob_key }) => blob_key));

const levelOf = ({ lufs, truePeakDb }: Loudness): Level => ({ lufs, true_peak_dbtp: truePeakDb });
const loudnessOf = ({ lufs, true_peak_dbtp }: Level): Loudness => ({ lufs, truePeakDb: true_peak_dbtp });

const keptOf = ({ recipe, sound, tracks }: Hls): KeptHls => ({
  recipe,
  sound: sound && { source: loudnessOf(sound.source), made: loudnessOf(sound.made) },
  tracks: tracks.map(({ name, width, height, codecs, header_bytes, parts }) => ({
    name,
    width,
    height,
    codecs,
    headerBytes: header_bytes,
    parts: parts.map(({ ticks, sizes }) =>
      ticks.map((length, n) => ({ ticks: length, bytes: sizes[n] ?? 0 })),
    ),
  })),
});
