import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultLimits, MediaError, processVideo, processVoice } from '@persona/media';
import { tempFolder } from '@persona/testing';
import { createGenerator, type HostileFile } from './generate.ts';
import { descendants, faultsOfTraces, openTracedTools, peaksOf } from './watch.ts';

export interface LabOptions {
  files: number;
  seed: number;
  /** How many are processed at once. */
  concurrency?: number;
  /** The number of the first file, to have one alone again. */
  first?: number;
  say?: (line: string) => void;
}

export interface LabReport {
  files: number;
  isTraced: boolean;
  /** How files of each kind ended: `ready`, or the code of the refusal. */
  ends: Record<string, Record<string, number>>;
  /** What must not be, with the number of the file: `--first N --files 1` has it again. */
  faults: string[];
  /** Bytes of the process that took the most memory. */
  maxMemoryBytes: number;
  maxSeconds: number;
}

const MAX_MEMORY_BYTES = 512 * 1024 * 1024;
const SAMPLE_INTERVAL_MS = 50;

/**
 * Processes hostile files as the media worker does, and watches what becomes of it: every file ends as a
 * recording or with a code of the contract, no program opens a socket or a file of others, takes more than
 * 512 MB, or is left over.
 */
export async function runMediaLab({
  files,
  seed,
  concurrency = 2,
  first = 0,
  say,
}: LabOptions): Promise<LabReport> {
  using folder = tempFolder();
  const { tools, isTraced } = await openTracedTools(folder.path);
  const generate = await createGenerator(folder.path);
  const report: LabReport = { files: 0, isTraced, ends: {}, faults: [], maxMemoryBytes: 0, maxSeconds: 0 };

  const look = setInterval(() => {
    report.maxMemoryBytes = Math.max(report.maxMemoryBytes, ...peaksOf(descendants()));
  }, SAMPLE_INTERVAL_MS);

  const processOne = async (n: number): Promise<void> => {
    const file = generate(seed, n);
    const place = await mkdtemp(join(folder.path, `file-${n}-`));
    const input = join(place, 'input');
    await writeFile(input, file.bytes);
    const job = { input, folder: join(place, 'job'), tools, limits: defaultLimits };
    await mkdir(job.folder);
    const begun = performance.now();
    const end = await endOf(file, job);
    const seconds = (performance.now() - begun) / 1000;
    const faults = isTraced ? await faultsOfTraces(join(job.folder, 'out')) : [];
    if (end.fault !== undefined) faults.push(end.fault);
    if (end.code === 'timeout') faults.push('did not end by itself');
    const ends = (report.ends[file.kind] ??= {});
    ends[end.code] = (ends[end.code] ?? 0) + 1;
    report.files += 1;
    report.maxSeconds = Math.max(report.maxSeconds, seconds);
    for (const fault of new Set(faults))
      report.faults.push(`file ${n} (${file.kind}, ${file.base}): ${fault}`);
    say?.(`${n} ${file.kind} ${file.base} as ${file.as}: ${end.code} in ${seconds.toFixed(1)} s`);
    await rm(place, { recursive: true });
  };

  try {
    const numbers = Array.from({ length: files }, (_, n) => first + n).values();
    const work = async (): Promise<void> => {
      for (const n of numbers) await processOne(n);
    };
    await Promise.all(Array.from({ length: concurrency }, work));
  } finally {
    clearInterval(look);
  }
  if (report.maxMemoryBytes > MAX_MEMORY_BYTES)
    report.faults.push(`a process took ${Math.round(report.maxMemoryBytes / 1024 ** 2)} MB`);
  const left = descendants().length;
  if (left > 0) report.faults.push(`${left} processes are left`);
  return report;
}

async function endOf(
  { as }: HostileFile,
  job: Parameters<typeof processVoice>[0],
): Promise<{ code: string; fault?: string }> {
  try {
    await (as === 'video' ? processVideo(job) : processVoice(job));
    return { code: 'ready' };
  } catch (error) {
    if (!(error instanceof MediaError))
      return { code: 'fault', fault: String((error as Error).stack).slice(0, 500) };
    if (error.code !== 'internal') return { code: error.code };
    const { cause } = error;
    return {
      code: 'internal',
      fault: `internal: ${String(cause instanceof Error ? cause.message : cause).slice(0, 500)}`,
    };
  }
}
