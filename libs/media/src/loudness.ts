import { MediaError } from './media-error.ts';

/** The summary of ffmpeg's `ebur128` filter (EBU R 128, ITU-R BS.1770). */
export interface Loudness {
  /** Integrated loudness; null when nothing is loud or long enough to count (under −70 LUFS or 0.4 s). */
  lufs: number | null;
  /** True peak in dBTP; null for digital silence. */
  truePeakDb: number | null;
}

/** Reads the summary at the end of ffmpeg's stderr. */
export function readLoudness(stderr: string): Loudness {
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'));
  const lufs = /\bI:\s+(-?[\d.]+|-inf|nan) LUFS/.exec(summary)?.[1];
  const peak = /\bPeak:\s+(-?[\d.]+|-inf|nan) dBFS/.exec(summary)?.[1];
  if (lufs === undefined || peak === undefined)
    throw new MediaError('internal', { cause: 'ffmpeg reported no loudness' });
  const level = Number(lufs);
  return {
    lufs: Number.isFinite(level) && level > -70 ? level : null,
    truePeakDb: Number.isFinite(Number(peak)) ? Number(peak) : null,
  };
}

/** So many reports of a tenth of a second are read behind the first peak that is too high. */
const REPORTS_AFTER = 50;

/**
 * Reads the peaks that ffmpeg's `ebur128` filter reports while it goes on, from its stderr. Calls `onTooHigh`
 * some seconds of sound after the first that is above the limit.
 */
export function createPeakReader(
  limitDb: number,
  onTooHigh: () => void,
): { write(chunk: string): void; highest(): number } {
  let rest = '';
  let [highest, reports] = [-Infinity, 0];
  return {
    write(chunk) {
      const lines = (rest + chunk).split('\n');
      rest = (lines.pop() ?? '').slice(-1000);
      for (const line of lines) {
        const [, left, right] = /\bTPK:\s*(-?[\d.]+|-inf)(?:\s+(-?[\d.]+|-inf))? dBFS/.exec(line) ?? [];
        if (left === undefined) continue;
        for (const peak of [Number(left), Number(right ?? left)]) if (peak > highest) highest = peak;
        if (highest <= limitDb) continue;
        reports += 1;
        if (reports === REPORTS_AFTER) onTooHigh();
      }
    },
    highest: () => highest,
  };
}
