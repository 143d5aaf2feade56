import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaptionText, Produced } from '../inspect.ts';
import type { Chapter } from '../probe.ts';
import type { RunContext } from '../run.ts';
import type { CueTrack } from './cue-tracks.ts';
import { webVtt } from './web-vtt.ts';

export interface Captions extends Produced {
  /** BCP 47, or null when the file does not say. */
  language: string | null;
}

/** The tracks as texts in which the chapters are named, to become pages. */
export const captionTexts = (tracks: readonly CueTrack[], chapters: readonly Chapter[]): CaptionText[] =>
  tracks.map(({ language, cues }, n) => ({ name: captionName(n), language, vtt: webVtt(cues, chapters) }));

/** Writes each track as a WebVTT file. */
export async function writeCaptions(context: RunContext, tracks: readonly CueTrack[]): Promise<Captions[]> {
  return Promise.all(
    tracks.map(async ({ language, title, cues }, n) => {
      const name = captionName(n);
      const path = join(context.folder, 'out', name);
      const text = webVtt(cues);
      await writeFile(path, text);
      const measured = { title, cues: cues.length, bytes: Buffer.byteLength(text) };
      return { name, path, contentType: 'text/vtt; charset=utf-8', language, measured };
    }),
  );
}

const captionName = (n: number): string => `captions-${n}.vtt`;
