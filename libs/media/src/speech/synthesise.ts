import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { confine, type Confinement } from '../confine.ts';
import { execute } from '../execute.ts';
import { deadlineSeconds } from '../limits.ts';
import type { MediaLimits } from '../limits.ts';
import { MediaError } from '../media-error.ts';
import { list } from '../recipes.ts';
import type { MediaTools } from '../tools.ts';

export interface SynthesisJob {
  /** A folder for this job alone, in which the file stays. */
  folder: string;
  tools: MediaTools;
  limits: MediaLimits;
  signal?: AbortSignal | undefined;
  text: string;
  /** ISO 639-1 code. */
  language: string;
  /** Of the file that is made, without its ending. */
  name: string;
}

/** Languages that espeak-ng calls otherwise. */
const NAMES: Readonly<Record<string, string>> = { zh: 'cmn', no: 'nb' };
/** So slow does nobody speak. */
const SECONDS_PER_CHARACTER = 0.5;
/**
 * The limit on the size of files follows from the length. Builds with PulseAudio reserve 64 MiB as a file in
 * memory, though they play nothing.
 */
const MIN_SECONDS = 60;

/** What the synthesiser of this machine calls a language; null when it does not speak it, or is not here. */
export function synthesiserVoice(
  { synthesiser }: Pick<MediaTools, 'synthesiser'>,
  language: string,
): string | null {
  const name = NAMES[language] ?? language;
  const has = [...(synthesiser?.languages ?? [])].some((one) => one === name || one.startsWith(`${name}-`));
  return has ? name : null;
}

/**
 * Speaks a text by the synthesiser of this machine, confined as ffmpeg is; returns the path of the WAV file.
 * The text reaches it as a file. Throws MediaError, or the signal's reason.
 */
export async function synthesise({ text, language, name, signal, ...job }: SynthesisJob): Promise<string> {
  const { tools, limits } = job;
  const voice = synthesiserVoice(tools, language);
  if (!tools.synthesiser || voice === null) throw new MediaError('internal', { cause: 'no synthesiser' });
  const folder = resolve(job.folder);
  const mediaSeconds = Math.max(MIN_SECONDS, text.length * SECONDS_PER_CHARACTER);
  const context: Confinement = { tools, limits, folder, mediaSeconds };
  await mkdir(join(folder, 'out'), { recursive: true });
  await rm(join(folder, 'source'), { force: true });
  // What stands in double brackets would be read as phonemes.
  await writeFile(join(folder, 'source'), text.replaceAll(/\[(?=\[)/g, '[ '));
  const file = `${name}.wav`;
  const command = confine(
    context,
    tools.synthesiser.program,
    list(['-v', voice, '-b', '1'], ['-f', '../source', '-w', file]),
  );
  const { code, stderr } = await execute(command, {
    folder,
    signal,
    deadlineSeconds: deadlineSeconds(limits, mediaSeconds),
  });
  if (code !== 0)
    throw new MediaError('internal', { cause: `the synthesiser ended with ${code}: ${stderr}` });
  return join(folder, 'out', file);
}
