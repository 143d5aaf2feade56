import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Produced } from './inspect.ts';
import { MediaError } from './media-error.ts';
import { runFfmpeg, type RunContext } from './run.ts';
import { POSTER, posterRecipe, type Picture, type PosterChoice } from './video-recipes.ts';

/**
 * The picture that stands for a video before it plays: a typical frame from near its beginning, else from
 * anywhere, else the first one. A video is whole without it, so it is null when no frame can be had.
 */
export async function makePoster(
  context: RunContext,
  { width, height }: Picture,
  seconds: number,
): Promise<Produced | null> {
  const near = Math.min(seconds * 0.1, 10);
  const choices: PosterChoice[] = [
    { at: near, seconds: 4, keyframes: false, bright: true },
    { at: 0, seconds: seconds + 1, keyframes: true, bright: true },
    { at: near, seconds: 4, keyframes: false, bright: false },
    { at: 0, seconds: seconds + 1, keyframes: true, bright: false },
  ];
  const path = join(context.folder, 'out', POSTER);
  for (const choice of choices) {
    try {
      await runFfmpeg(posterRecipe(context.limits, choice), context);
    } catch (error) {
      if (!(error instanceof MediaError)) throw error;
    }
    const bytes = await jpegBytes(path);
    if (bytes === null) continue;
    const scale = Math.min(1, 1280 / width);
    return {
      name: POSTER,
      path,
      contentType: 'image/jpeg',
      measured: { width: Math.round(width * scale), height: 2 * Math.round((height * scale) / 2), bytes },
    };
  }
  return null;
}

/** The size of a whole JPEG; null when there is none. */
async function jpegBytes(path: string): Promise<number | null> {
  const size = (await stat(path).catch(() => null))?.size ?? 0;
  if (size < 4) return null;
  const file = await open(path, 'r');
  try {
    const [head, tail] = [Buffer.alloc(2), Buffer.alloc(2)];
    await file.read(head, 0, 2, 0);
    await file.read(tail, 0, 2, size - 2);
    return head.readUInt16BE() === 0xffd8 && tail.readUInt16BE() === 0xffd9 ? size : null;
  } finally {
    await file.close();
  }
}
