import { readFileSync, renameSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A moment, in milliseconds, and how many bytes were free then. */
export type RoomSample = readonly [at: number, freeBytes: number];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Eight days of hours: longer ago, the install was used otherwise. */
const MAX_SAMPLES = 200;
/** A shorter time says nothing of the days to come. */
const MIN_SPAN_MS = 6 * HOUR_MS;

const fileOf = (dataDir: string): string => path.join(dataDir, 'logs', 'room.json');

/** How much room there was on the disk of a data folder, hour by hour, oldest first. */
export function readRoom(dataDir: string): RoomSample[] {
  try {
    return JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as RoomSample[];
  } catch {
    return [];
  }
}

/** Notes how much room there is now, once an hour; on a full disk nothing is noted. */
export function recordRoom(dataDir: string, now = Date.now()): void {
  try {
    const samples = readRoom(dataDir);
    if (now - (samples.at(-1)?.[0] ?? 0) < HOUR_MS / 2) return;
    const { bavail, bsize } = statfsSync(dataDir);
    const kept = [...samples, [now, bavail * bsize] as const].slice(-MAX_SAMPLES);
    writeFileSync(`${fileOf(dataDir)}.new`, JSON.stringify(kept), { mode: 0o600 });
    renameSync(`${fileOf(dataDir)}.new`, fileOf(dataDir));
  } catch {
    // A forecast is not worth more than that.
  }
}

/** Notes it now and every hour from now on. */
export function watchRoom(dataDir: string): void {
  recordRoom(dataDir);
  setInterval(() => recordRoom(dataDir), HOUR_MS).unref();
}

/**
 * In how many days the disk is full if it fills on as it did: the straight line through all samples (least
 * squares). Undefined when it does not fill, or too little is known.
 */
export function daysUntilFull(samples: readonly RoomSample[]): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last[0] - first[0] < MIN_SPAN_MS) return undefined;
  const meanAt = samples.reduce((sum, [at]) => sum + at, 0) / samples.length;
  const meanFree = samples.reduce((sum, [, free]) => sum + free, 0) / samples.length;
  const covariance = samples.reduce((sum, [at, free]) => sum + (at - meanAt) * (free - meanFree), 0);
  const variance = samples.reduce((sum, [at]) => sum + (at - meanAt) ** 2, 0);
  const bytesPerMs = covariance / variance;
  return bytesPerMs < 0 ? last[1] / -bytesPerMs / DAY_MS : undefined;
}
