import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TICKS } from './hls/read-fragments.ts';
import { appendFragments, followTracks, type HlsKeeper } from './hls/keep-hls.ts';
import { MediaError } from './media-error.ts';
import { runFfmpeg, type RunContext } from './run.ts';
import { planStoryboard, writeStoryboard, type MadeStoryboard } from './storyboard.ts';
import { STORYBOARD, fileOf, ladderRecipe, mp4Recipe, type LadderOptions } from './video-recipes.ts';

/** How the pictures of a video are made, apart from what was made before. */
export type PicturePlan = Omit<LadderOptions, 'fromTicks'>;

/** Changes with everything that the bytes of the sizes depend on. */
export const recipeOf = ({ tools }: RunContext, plan: PicturePlan): string =>
  createHash('sha256')
    .update(JSON.stringify([tools.version, ladderRecipe({ ...plan, fromTicks: 0 })]))
    .digest('hex');

/** Begins the names of files of which an earlier attempt made the first parts. */
const WHOLE = 'whole-';

/**
 * Makes every size, keeping each part as soon as it is there, and goes on where an earlier attempt ended;
 * then the MP4 and the storyboard. `finish` keeps the last parts, once it is known when the picture ends.
 */
export async function makePictures(
  context: RunContext,
  plan: PicturePlan,
  withSound: boolean,
  { keeper, linkName = (name) => name }: { keeper?: HlsKeeper; linkName?: (name: string) => string },
): Promise<{ storyboard: MadeStoryboard | null; finish: (seconds: number) => Promise<void> }> {
  const { rungs } = plan;
  const out = join(context.folder, 'out');
  const kept = keeper?.kept?.tracks.find(({ name }) => name === rungs[0]?.name);
  const fromTicks = (kept?.parts ?? []).flat().reduce((sum, { ticks }) => sum + ticks, 0);

  const files = { top: rungs[0]?.name ?? '', least: rungs.at(-1)?.name ?? '' };
  const goesOn = keeper !== undefined && fromTicks > 0;
  /** Those of which the end is made now; what is copied is there as a whole. */
  const continued = new Set(goesOn ? Object.values(files) : []);
  if (plan.copy) continued.delete(files.top);
  // Before more is kept than what was there.
  for (const name of continued) await keeper?.fetch(name, join(out, `${WHOLE}${name}.mp4`));

  // Of a run before this one, which would be read as this one's.
  for (const rung of rungs) await rm(join(out, fileOf(rung)), { force: true });
  const growing = rungs.map((rung, n) => ({
    track: { name: rung.name, width: rung.width, height: rung.height },
    path: join(out, fileOf(rung)),
    ...(plan.copy && n === 0 && { skipTicks: fromTicks }),
  }));
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(context.signal ? [context.signal] : [])]);
  const run = runFfmpeg(ladderRecipe({ ...plan, fromTicks }), { ...context, signal });
  const follower = keeper && followTracks(growing, keeper);
  try {
    await (follower ? follower.until(run) : run);
  } catch (error) {
    stop.abort(error);
    await run.catch(() => undefined);
    throw error;
  }

  if (plan.copy && follower?.isAligned() === false)
    throw new MediaError('media_corrupt', { cause: 'key frames of a copied picture are not those decoded' });
  for (const name of continued)
    await appendFragments(join(out, `${name}.mp4`), join(out, `${WHOLE}${name}.mp4`));
  const wholeOf = (name: string): string => `${continued.has(name) ? WHOLE : ''}${name}.mp4`;
  const [top] = rungs;
  const seconds = plan.pictureEnd ?? plan.seconds;
  const storyboard = planStoryboard(top ?? { width: 2, height: 2 }, seconds);
  await runFfmpeg(
    mp4Recipe({
      limits: plan.limits,
      seconds: plan.seconds,
      withSound,
      pictureEnd: plan.pictureEnd,
      storyboard,
      top: wholeOf(files.top),
      least: wholeOf(files.least),
    }),
    { ...context, onProgress: undefined },
  );
  return {
    storyboard: await writeStoryboard(context, storyboard, seconds, linkName(STORYBOARD)),
    finish: async (pictureSeconds) => follower?.finish(Math.round(pictureSeconds * TICKS)),
  };
}
