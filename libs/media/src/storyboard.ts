import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Produced } from './inspect.ts';
import type { RunContext } from './run.ts';
import { STORYBOARD, type Picture, type Storyboard } from './video-recipes.ts';

/** Pictures in one storyboard at most. */
const MAX_PICTURES = 100;
/** Key frames are this far apart. */
const MIN_INTERVAL_S = 2;
const COLUMNS = 10;
const LONG_SIDE = 160;

/** How a video of this length and shape is shown in small pictures. */
export function planStoryboard({ width, height }: Picture, seconds: number): Storyboard {
  const interval = Math.max(MIN_INTERVAL_S, Math.ceil(seconds / MAX_PICTURES));
  const count = Math.max(1, Math.ceil(seconds / interval));
  const scale = LONG_SIDE / Math.max(width, height);
  const even = (length: number): number => Math.max(2, 2 * Math.round((length * scale) / 2));
  return { width: even(width), height: even(height), interval, count, columns: Math.min(COLUMNS, count) };
}

/** The storyboard as it was made, with the list of what each part of it shows. */
export interface MadeStoryboard {
  image: Produced;
  vtt: Produced;
}

/** Writes the list beside the picture, which it calls `imageName`; null when there is no picture. */
export async function writeStoryboard(
  { folder }: RunContext,
  plan: Storyboard,
  seconds: number,
  imageName: string,
): Promise<MadeStoryboard | null> {
  const out = join(folder, 'out');
  const bytes = (await stat(join(out, STORYBOARD)).catch(() => null))?.size ?? 0;
  if (bytes === 0) return null;
  const { width, height, interval, count, columns } = plan;
  const vtt = storyboardVtt(plan, seconds, imageName);
  await writeFile(join(out, 'storyboard.vtt'), vtt);
  return {
    image: {
      name: STORYBOARD,
      path: join(out, STORYBOARD),
      contentType: 'image/jpeg',
      measured: {
        width: width * columns,
        height: height * Math.ceil(count / columns),
        interval,
        count,
        bytes,
      },
    },
    vtt: {
      name: 'storyboard.vtt',
      path: join(out, 'storyboard.vtt'),
      contentType: 'text/vtt; charset=utf-8',
      measured: { bytes: Buffer.byteLength(vtt) },
    },
  };
}

/** Which part of the picture shows each stretch of time, as players of web pages read it. */
function storyboardVtt(plan: Storyboard, seconds: number, imageName: string): string {
  const { width, height, interval, count, columns } = plan;
  const cues = Array.from({ length: count }, (_, n) => {
    const [x, y] = [(n % columns) * width, Math.floor(n / columns) * height];
    const end = Math.max(n * interval + 0.001, Math.min((n + 1) * interval, seconds));
    return `${clock(n * interval)} --> ${clock(end)}\n${imageName}#xywh=${x},${y},${width},${height}\n`;
  });
  return `WEBVTT\n\n${cues.join('\n')}`;
}

const clock = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(11, 23);
