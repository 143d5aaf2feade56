import { open, type FileHandle } from 'node:fs/promises';

/** Between two sounds of recordings: the end of one is heard under the beginning of the next. */
const CROSS_FADE_SECONDS = 0.02;
/** Between two sentences that are spoken one by one. */
const SILENCE_SECONDS = 0.15;
/** The beginning and the end of all rise and fall, so that nothing clicks. */
const EDGE_SECONDS = 0.005;

const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 4;

/** Writes sounds behind one another into one file. Memory does not grow with their number. */
export interface SoundJoiner {
  /** Adds a sound; returns where it begins, in seconds. `samples` are changed. */
  add(samples: Float32Array, gain: number): Promise<number>;
  /** Closes the file; returns its length in seconds. */
  end(): Promise<number>;
}

/** Joins mono sounds (32-bit floats) into a WAV file by cross-fades or pauses. */
export async function createSoundJoiner(
  path: string,
  rate: number,
  between: 'cross-fade' | 'pause',
): Promise<SoundJoiner> {
  const file = await open(path, 'w');
  await file.write(Buffer.alloc(HEADER_BYTES));
  const edge = Math.round(EDGE_SECONDS * rate);
  const overlap = between === 'cross-fade' ? Math.round(CROSS_FADE_SECONDS * rate) : 0;
  const pause = between === 'pause' ? Math.round(SILENCE_SECONDS * rate) : 0;
  let written = 0;
  /** The end of the sound before, which is not written yet. */
  let tail: Float32Array | null = null;

  const write = async (samples: Float32Array): Promise<void> => {
    await file.write(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength));
    written += samples.length;
  };

  return {
    async add(samples, gain) {
      for (let at = 0; at < samples.length; at++) samples[at] = (samples[at] ?? 0) * gain;
      let begin = written;
      if (!tail) fade(samples, 0, edge, 1);
      else if (overlap > 0) {
        // Never more than half of a sound, so that two fades do not meet in it.
        const length = Math.min(overlap, tail.length, samples.length >> 1);
        await write(tail.subarray(0, tail.length - length));
        begin = written;
        const ending = tail.subarray(tail.length - length);
        for (let at = 0; at < length; at++) {
          const share = (at + 0.5) / length;
          samples[at] = (samples[at] ?? 0) * share + (ending[at] ?? 0) * (1 - share);
        }
      } else {
        await write(tail);
        await write(new Float32Array(pause));
        begin = written;
      }
      const kept = Math.min(Math.max(overlap, edge), samples.length >> 1);
      await write(samples.subarray(0, samples.length - kept));
      tail = samples.slice(samples.length - kept);
      return begin / rate;
    },
    async end() {
      if (tail) {
        fade(tail, tail.length - 1, Math.min(edge, tail.length), -1);
        await write(tail);
      }
      await writeHeader(file, rate, written * BYTES_PER_SAMPLE);
      await file.close();
      return written / rate;
    },
  };
}

/** Lets `length` samples rise, from `at` on in the direction of `step`. */
function fade(samples: Float32Array, at: number, length: number, step: 1 | -1): void {
  const count = Math.min(length, samples.length);
  for (let n = 0; n < count; n++) {
    const place = at + n * step;
    samples[place] = ((samples[place] ?? 0) * (n + 0.5)) / count;
  }
}

/** The head of a WAV file of mono 32-bit floats. */
async function writeHeader(file: FileHandle, rate: number, bytes: number): Promise<void> {
  const head = Buffer.alloc(HEADER_BYTES);
  head.write('RIFF', 0);
  head.writeUInt32LE(HEADER_BYTES - 8 + bytes, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(3, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * BYTES_PER_SAMPLE, 28);
  head.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  head.writeUInt16LE(BYTES_PER_SAMPLE * 8, 34);
  head.write('data', 36);
  head.writeUInt32LE(bytes, 40);
  await file.write(head, 0, HEADER_BYTES, 0);
}
