import { createReadStream } from 'node:fs';
import { appendFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { HlsKeeper, KeptHls, KeptTrack, NewPart } from '../hls/keep-hls.ts';

/** Keeps each part as a file of its own; `maxParts` is how many of the pictures' parts it lives through. */
export async function createFolderKeeper(
  folder: string,
  kept: KeptHls | null = null,
  maxParts = Infinity,
  at?: string,
) {
  const place = at ?? (await mkdtemp(join(folder, 'kept-')));
  const log: string[] = [];
  const fileOf = (track: string, n: number) => join(place, `${track}-${n}.mp4`);
  const add = async ({ track, path, start, end, segments }: NewPart): Promise<KeptTrack> => {
    const before = keeper.kept?.tracks.find(({ name }) => name === track.name);
    const parts = before?.parts ?? [];
    await writeFile(
      fileOf(track.name, parts.length),
      await buffer(createReadStream(path, { start, end: end - 1 })),
    );
    log.push(`${track.name}-${parts.length}`);
    return { ...(before ?? track), parts: [...parts, segments] };
  };
  const whole = async ({ name, parts }: KeptTrack, path: string) => {
    for (const n of parts.keys()) await appendFile(path, await readFile(fileOf(name, n)));
    return path;
  };
  const keeper: HlsKeeper = {
    kept,
    begin: async (recipe) => {
      log.push('begin');
      keeper.kept = { recipe, sound: null, tracks: [] };
    },
    keepSound: async (sound, part) => {
      keeper.kept = { recipe: keeper.kept?.recipe ?? '', sound, tracks: [await add(part)] };
    },
    keepPictures: async (parts) => {
      if ((keeper.kept?.tracks[1]?.parts.length ?? 0) >= maxParts) throw new Error('the worker died');
      const tracks: KeptTrack[] = [];
      for (const part of parts) tracks.push(await add(part));
      const [sound] = keeper.kept?.tracks ?? [];
      if (keeper.kept && sound) keeper.kept = { ...keeper.kept, tracks: [sound, ...tracks] };
    },
    fetch: async (name, path) => {
      const track = keeper.kept?.tracks.find((one) => one.name === name);
      if (track) await whole(track, path);
    },
  };
  /** Each track as one file. */
  const tracks = async (): Promise<Map<string, string>> => {
    const files = new Map<string, string>();
    const joined = await mkdtemp(join(folder, 'joined-'));
    for (const track of keeper.kept?.tracks ?? [])
      files.set(track.name, await whole(track, join(joined, `${track.name}.mp4`)));
    return files;
  };
  return { keeper, log, tracks, place };
}
