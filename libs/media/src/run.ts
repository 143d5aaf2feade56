import ffmpeg, { type EndOfProcess } from 'fluent-ffmpeg';
import { confine, type Confinement } from './confine.ts';
import { execute, type Ended } from './execute.ts';
import { deadlineSeconds } from './limits.ts';
import { MediaError, type MediaErrorCode } from './media-error.ts';
import type { FfmpegRecipe, FfprobeRecipe } from './recipes.ts';

/**
 * The one file that runs recipes, and the only one that uses fluent-ffmpeg. That library is archived upstream
 * and starts processes without a group, a sandbox or a limit on their output, so the one place where it
 * starts them is replaced: docs/decisions/0005-one-seam-of-fluent-ffmpeg.md.
 */
export interface RunContext extends Confinement {
  signal?: AbortSignal | undefined;
  onStdout?: ((chunk: Buffer) => void) | undefined;
  onStderr?: ((chunk: string) => void) | undefined;
  /** Receives the seconds of the recording that are done. */
  onProgress?: ((seconds: number) => void) | undefined;
}

/** Runs ffmpeg and returns its stderr. Throws MediaError, or the signal's reason. */
export async function runFfmpeg(recipe: FfmpegRecipe, context: RunContext): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  let failure: unknown;
  let stderr = '';

  const answer = async (
    programArguments: string[],
    isRecipe: boolean,
    captureStdout: boolean,
    finish: EndOfProcess,
  ): Promise<void> => {
    try {
      const done = await run(
        context.tools.ffmpeg,
        programArguments,
        isRecipe ? context : { ...context, onStdout: undefined, onStderr: undefined, onProgress: undefined },
      );
      if (isRecipe) stderr = done.stderr;
      finish(null, lines(captureStdout ? done.stdout : ''), lines(done.stderr));
    } catch (error) {
      failure = error;
      finish(error instanceof Error ? error : new Error('stopped', { cause: error }), lines(''), lines(''));
    }
  };
  const command = ffmpeg();
  command._spawnFfmpeg = (programArguments, { captureStdout = false }, ...callbacks): void => {
    // The library calls this with one callback once per process, to ask for formats and encoders; with two
    // callbacks it runs the recipe.
    const isRecipe = callbacks.length === 2;
    void answer(programArguments, isRecipe, captureStdout, callbacks.at(-1) as EndOfProcess);
  };
  for (const { file, options } of recipe.inputs) command.input(file).inputOptions(...options);
  for (const { file, options } of recipe.outputs) command.output(file).outputOptions(...options);
  command.once('end', () => resolve(undefined));
  command.once('error', (error) => reject(failure ?? new MediaError('internal', { cause: error })));
  command.run();
  await promise;
  return stderr;
}

/**
 * Runs ffprobe and returns what it printed, unless the context takes it. It has the short time of a look at
 * the headers, or that of a reading of the `whole` file. Throws MediaError, or the signal's reason.
 */
export async function runFfprobe(
  recipe: FfprobeRecipe,
  context: RunContext,
  reads: 'headers' | 'whole' = 'headers',
): Promise<string> {
  const { limits } = context;
  const brief = { ...limits, deadline: { floorSeconds: limits.probeSeconds, perSecond: 0 } };
  const within = reads === 'whole' ? context : { ...context, limits: brief };
  return (await run(context.tools.ffprobe, recipe.arguments, within)).stdout;
}

async function run(
  program: string,
  programArguments: readonly string[],
  context: RunContext,
): Promise<Ended> {
  const done = await execute(confine(context, program, programArguments), {
    ...context,
    deadlineSeconds: deadlineSeconds(context.limits, context.mediaSeconds),
  });
  if (done.code !== 0) throw explain(done);
  return done;
}

const lines = (text: string): { get(): string } => ({ get: () => text });

/** Translates messages of ffmpeg; the first match counts. */
const SYMPTOMS: readonly [RegExp, MediaErrorCode, string?][] = [
  [/exceeds specified max pixel count|Picture size \d+x\d+ is invalid/i, 'too_many_pixels'],
  [/not on whitelist/i, 'unsupported_media'],
  // A decoder that is given what is cut off says that it does not know it.
  [/moov atom not found|ended prematurely|partial file/i, 'media_truncated'],
  [
    /bits? per (?:raw )?sample.*not (?:supported|implemented)|bps: \d+|unsupported.*(?:channel|sample)|not enough information to do it|patches? welcome|not implemented|is not implemented/i,
    'unsupported_media',
  ],
  [/end of file/i, 'media_truncated'],
  [/no space left on device|permission denied|no such file/i, 'internal'],
  [
    /unrecognized option|error splitting the argument list|error parsing option|no such filter|unknown encoder/i,
    'internal',
  ],
  [
    /cannot allocate memory|out of memory/i,
    'unsupported_media',
    'Decoding the file needs more memory than is allowed. Export it with common settings and send the new file.',
  ],
];

/** By 128 + signal: how process limits and a crash of the decoder appear. */
const SIGNALS: Readonly<Record<number, MediaErrorCode>> = {
  132: 'media_corrupt',
  134: 'media_corrupt',
  136: 'media_corrupt',
  139: 'media_corrupt',
  152: 'timeout',
  153: 'too_large',
  137: 'internal',
  143: 'internal',
};

function explain({ code, stderr }: Ended): MediaError {
  const [, symptom, message] = SYMPTOMS.find(([words]) => words.test(stderr)) ?? [];
  const known = SIGNALS[code] ?? symptom ?? 'media_corrupt';
  // Indented lines describe the file and may quote its title; a log never holds content.
  const complaint = stderr.split('\n').filter((line) => line !== '' && !/^\s/.test(line));
  // ffmpeg repeats its lists in full.
  const said = complaint.join('\n').replaceAll(/whitelist '[^'\n]*'/g, 'whitelist');
  const cause = new Error(`exit ${code}: ${said.slice(-2000)}`);
  return new MediaError(known, known === symptom && message !== undefined ? { message, cause } : { cause });
}
