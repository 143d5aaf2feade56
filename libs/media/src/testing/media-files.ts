import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { MediaJob } from '../inspect.ts';
import { defaultLimits, type MediaLimits } from '../limits.ts';
import type { MediaTools } from '../tools.ts';

/** Small recordings made by ffmpeg for a test: the options that make one, and its name in the folder. */
export async function makeMedia(folder: string, name: string, options: string): Promise<string> {
  const file = join(folder, name);
  await promisify(execFile)('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...options.split(' '), file]);
  return file;
}

/** A job on one file, in a new folder beside it. */
export async function jobFor(
  folder: string,
  tools: MediaTools,
  input: string,
  limits: Partial<MediaLimits> = {},
): Promise<MediaJob> {
  return {
    input,
    folder: await mkdtemp(join(folder, 'job-')),
    tools,
    limits: { ...defaultLimits, ...limits },
  };
}

/** The output of an unconfined ffprobe for a file, independent of our own. */
export async function ffprobe(
  file: string,
  ...more: string[]
): Promise<{ format: Record<string, string>; streams: Record<string, unknown>[] }> {
  const { stdout } = await promisify(execFile)('ffprobe', [
    '-v',
    'error',
    '-show_format',
    '-show_streams',
    ...more,
    '-of',
    'json',
    file,
  ]);
  return JSON.parse(stdout) as { format: Record<string, string>; streams: Record<string, unknown>[] };
}

/** Integrated loudness and true peak of a file, measured by a separate ffmpeg. */
export async function loudnessOf(file: string): Promise<{ lufs: number; peak: number }> {
  const { stderr } = await promisify(execFile)('ffmpeg', [
    '-nostdin',
    '-hide_banner',
    '-nostats',
    '-i',
    file,
    '-af',
    'ebur128=peak=true:framelog=verbose',
    '-f',
    'null',
    '-',
  ]);
  const number = (pattern: RegExp): number =>
    Number(pattern.exec(stderr.slice(stderr.lastIndexOf('Summary:')))?.[1]);
  return { lufs: number(/I:\s+(\S+) LUFS/), peak: number(/Peak:\s+(\S+) dBFS/) };
}
