import { readCueText, type CueForm } from './cue-text.ts';
import type { Cue } from './web-vtt.ts';

/** A cue as a file has it: its words still in their form. */
export interface RawCue {
  start: number;
  /** Null when the file does not say. */
  end: number | null;
  text: string;
}

/** More cues than these are no speech. */
const MAX_CUES = 50_000;
/** Where a file does not say how long a cue stays, it goes after this, or when the next one comes. */
const DEFAULT_SECONDS = 6;

/**
 * The cues of a track in order of time, within the recording, which lasts `seconds`: cues without words or
 * without length are left out, those that outlast the recording end with it.
 */
export function readCues(raw: readonly RawCue[], form: CueForm, seconds: number): Cue[] {
  const ordered = raw.slice(0, MAX_CUES).toSorted((a, b) => a.start - b.start);
  return ordered.flatMap(({ start, end, text }, n) => {
    const next = ordered[n + 1]?.start ?? Infinity;
    const until = Math.min(end ?? Math.min(start + DEFAULT_SECONDS, next), seconds);
    const from = Math.max(0, start);
    if (!(until - from >= 0.001)) return [];
    return readCueText(text, form).map((said) => ({ start: from, end: until, ...said }));
  });
}

/** Words with which cameras of drones and cars write down where they are and how they see. */
const TELEMETRY =
  /\b(?:iso|shutter|fnum|ev|ss|gps|lat(?:itude)?|lon(?:g?itude|gtitude)?|alt(?:itude)?|rel_alt|abs_alt|srtcnt|framecnt|difftime|focal_len|dzoom\w*|ct|color_md|home|barometer|gimbal\w*|speed|heading)\b\s*[:=([]?\s*-?\d/gi;

/** Whether a track says how a machine stands and not what anybody says. */
export function isTelemetry(cues: readonly Cue[]): boolean {
  const measured = cues.filter(({ text }) => {
    const figures = text.replaceAll(/[^\p{N}]/gu, '').length;
    const letters = text.replaceAll(/[^\p{L}]/gu, '').length;
    return (text.match(TELEMETRY)?.length ?? 0) >= 2 || (figures >= 10 && figures > 2 * letters);
  });
  return cues.length > 0 && measured.length >= cues.length * 0.8;
}
