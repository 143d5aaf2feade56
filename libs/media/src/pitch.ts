/** Estimates the fundamental frequency of a voice from its samples, as they come. */
export interface PitchMeter {
  write(chunk: Buffer): void;
  /** The median over all voiced frames, Hz; null when hardly anything is voiced. */
  end(): number | null;
}

/** The voices of men, women and children lie within these. */
const [MIN_HZ, MAX_HZ] = [60, 450];
const FRAME_SECONDS = 0.05;
/** Between the frames that are looked at; a minute of speech is enough to know a voice. */
const STEP_SECONDS = 0.1;
const MAX_FRAMES = 1200;
const MIN_VOICED_FRAMES = 5;
/** How alike a frame must be to itself one period later. */
const MIN_CORRELATION = 0.6;
/** A frame quieter than this (s16) has no voice. */
const MIN_LEVEL = 200;

/** Takes mono s16le samples. Uses the normalised autocorrelation of frames; the first good period wins. */
export function createPitchMeter(sampleRate: number): PitchMeter {
  const frame = new Float64Array(Math.round(sampleRate * FRAME_SECONDS));
  const step = Math.round(sampleRate * STEP_SECONDS);
  const found: number[] = [];
  let frames = 0;
  let place = 0;
  let rest = Buffer.alloc(0);
  return {
    write(chunk) {
      if (frames >= MAX_FRAMES) return;
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      const end = bytes.length & ~1;
      for (let at = 0; at < end && frames < MAX_FRAMES; at += 2) {
        if (place < frame.length) frame[place] = bytes.readInt16LE(at);
        place += 1;
        if (place === frame.length) {
          const hertz = pitchOf(frame, sampleRate);
          if (hertz !== null) found.push(hertz);
          frames += 1;
        }
        if (place === step) place = 0;
      }
      rest = Buffer.from(bytes.subarray(end));
    },
    end() {
      if (found.length < MIN_VOICED_FRAMES) return null;
      return found.toSorted((a, b) => a - b)[found.length >> 1] ?? null;
    },
  };
}

function pitchOf(frame: Float64Array, sampleRate: number): number | null {
  const energy = frame.reduce((sum, value) => sum + value * value, 0);
  if (Math.sqrt(energy / frame.length) < MIN_LEVEL) return null;
  const minLag = Math.floor(sampleRate / MAX_HZ);
  const maxLag = Math.min(Math.ceil(sampleRate / MIN_HZ), frame.length >> 1);
  const alike = new Float64Array(maxLag + 2);
  for (let lag = minLag - 1; lag <= maxLag + 1; lag += 1) alike[lag] = likeness(frame, lag);
  let best = 0;
  for (let lag = minLag; lag <= maxLag; lag += 1)
    if (isPeak(alike, lag)) best = Math.max(best, alike[lag] ?? 0);
  if (best < MIN_CORRELATION) return null;
  // Twice the period fits nearly as well: the first that fits is the voice's.
  for (let lag = minLag; lag <= maxLag; lag += 1)
    if (isPeak(alike, lag) && (alike[lag] ?? 0) >= best * 0.9) return sampleRate / lag;
  return null;
}

const isPeak = (alike: Float64Array, lag: number): boolean =>
  (alike[lag] ?? 0) >= (alike[lag - 1] ?? 0) && (alike[lag] ?? 0) >= (alike[lag + 1] ?? 0);

function likeness(frame: Float64Array, lag: number): number {
  let [product, first, second] = [0, 0, 0];
  for (let n = 0; n + lag < frame.length; n += 1) {
    const [a, b] = [frame[n] as number, frame[n + lag] as number];
    product += a * b;
    first += a * a;
    second += b * b;
  }
  return first > 0 && second > 0 ? product / Math.sqrt(first * second) : 0;
}
