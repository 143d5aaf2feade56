// Makes the voice sample and the captioned video of the sample persona: the same bytes every time, from
// arithmetic and ffmpeg alone.
//   node scripts/make-sample-media.ts <folder>
import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const RATE = 24_000;

/**
 * Writes `voice.wav` (10 s) and `video.mp4` (6 s, 640×360, English captions) into a folder; resolves to their
 * paths.
 */
export async function makeSampleMedia(folder: string): Promise<{ voice: string; video: string }> {
  await mkdir(folder, { recursive: true });
  const [voice, video] = [path.join(folder, 'voice.wav'), path.join(folder, 'video.mp4')];
  await writeFile(voice, wav(speak(10)));
  await makeVideo(video, folder, voice);
  return { voice, video };
}

/** The resonances in Hz that distinguish the vowels of a voice. */
const VOWELS = {
  a: [800, 1250, 2600],
  e: [500, 1900, 2600],
  i: [320, 2300, 3000],
  o: [480, 900, 2500],
  u: [350, 750, 2400],
} as const;
const SYLLABLES = 'aeioaueoiauoeaio' as const;
const SYLLABLE_SECONDS = 0.21;
/** A breath after this many syllables. */
const PHRASE = 9;

/**
 * A babbling voice: a buzz through three resonances that glide from vowel to vowel, with a breath after each
 * phrase. −1 to 1.
 */
function speak(seconds: number): Float64Array {
  const samples = new Float64Array(seconds * RATE);
  const memory = [0, 1, 2].map(() => ({ last: 0, before: 0 }));
  let phase = 0;
  let noise = 1;
  for (let n = 0; n < samples.length; n += 1) {
    const at = n / RATE / SYLLABLE_SECONDS;
    const [syllable, within] = [Math.floor(at), at % 1];
    const breath = syllable % PHRASE === PHRASE - 1;
    const loudness = breath ? 0 : Math.sin(Math.PI * within) ** 0.6;
    // The pitch falls through a phrase and varies slightly.
    const pitch = 205 - 5 * (syllable % PHRASE) + 4 * Math.sin((2 * Math.PI * 5.2 * n) / RATE);
    phase = (phase + pitch / RATE) % 1;
    noise = (noise * 48_271) % 2_147_483_647;
    const buzz = (phase < 0.4 ? Math.sin((Math.PI * phase) / 0.4) : 0) + 0.02 * (noise / 2_147_483_647 - 0.5);
    const [from, to] = [vowel(syllable), vowel(syllable + 1)];
    const glide = Math.max(0, within * 3 - 2);
    let sound = buzz * loudness;
    for (const [index, state] of memory.entries()) {
      sound = resonate(
        sound,
        (from[index] ?? 0) * (1 - glide) + (to[index] ?? 0) * glide,
        80 + 40 * index,
        state,
      );
    }
    samples[n] = sound;
  }
  const peak = samples.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  return samples.map((value) => (value / peak) * 0.5);
}

const vowel = (syllable: number): readonly number[] =>
  VOWELS[SYLLABLES[syllable % SYLLABLES.length] as keyof typeof VOWELS];

/** One two-pole resonator, as in Klatt's cascade synthesiser (JASA 67, 1980). */
function resonate(
  input: number,
  frequency: number,
  bandwidth: number,
  state: { last: number; before: number },
): number {
  const decay = Math.exp((-Math.PI * bandwidth) / RATE);
  const turn = 2 * decay * Math.cos((2 * Math.PI * frequency) / RATE);
  const output = (1 - turn + decay ** 2) * input + turn * state.last - decay ** 2 * state.before;
  state.before = state.last;
  state.last = output;
  return output;
}

function wav(samples: Float64Array): Buffer {
  const file = Buffer.alloc(44 + samples.length * 2);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(RATE * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((value, n) => file.writeInt16LE(Math.round(value * 32_767), 44 + n * 2));
  return file;
}

const CAPTIONS = `1
00:00:00,300 --> 00:00:02,600
Good morning from Skerrow Head.

2
00:00:02,800 --> 00:00:05,800
The light shows three white flashes every twenty seconds.
`;

/** The picture: dawn over the sea, a tower, and its light with three flashes in three seconds. */
const SCENE = [
  'gradients=s=640x360:r=25:n=3:c0=0x14213d:c1=0x8a5a83:c2=0xf4a261:x0=320:y0=0:x1=320:y1=300:speed=0.00001:seed=1',
  'drawbox=y=270:h=90:w=640:color=0x0b2545:t=fill',
  'drawbox=x=440:y=250:w=160:h=40:color=0x22223b:t=fill',
  'drawbox=x=500:y=110:w=40:h=150:color=0xf1faee:t=fill',
  'drawbox=x=500:y=160:w=40:h=30:color=0xc1121f:t=fill',
  'drawbox=x=494:y=84:w=52:h=28:color=0x33415c:t=fill',
  "drawbox=x=504:y=90:w=32:h=18:color=0xfff3b0:t=fill:enable='lt(mod(t,1),0.35)*between(t,1,4)'",
  "drawbox=x=0:y=94:w=500:h=10:color=0xfff3b0@0.35:t=fill:enable='lt(mod(t,1),0.35)*between(t,1,4)'",
].join(',');

async function makeVideo(file: string, folder: string, voice: string): Promise<void> {
  const captions = path.join(folder, 'captions.srt');
  await writeFile(captions, CAPTIONS);
  const input = ['-f', 'lavfi', '-i', SCENE, '-f', 'wav', '-i', voice, '-f', 'srt', '-i', captions];
  const tracks = ['-map', '0:v', '-map', '1:a', '-map', '2:s', '-t', '6', '-metadata:s:s:0', 'language=eng'];
  const codecs = [
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-pix_fmt',
    'yuv420p',
    '-c:a',
    'aac',
    '-b:a',
    '96k',
    '-c:s',
    'mov_text',
  ];
  const sameBytes = [
    '-fflags',
    '+bitexact',
    '-flags:v',
    '+bitexact',
    '-flags:a',
    '+bitexact',
    '-threads',
    '1',
  ];
  await promisify(execFile)('ffmpeg', [
    '-nostdin',
    '-v',
    'error',
    '-y',
    ...input,
    ...tracks,
    ...codecs,
    ...sameBytes,
    '-f',
    'mp4',
    file,
  ]);
  await rm(captions);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const files = await makeSampleMedia(process.argv[2] ?? 'sample-media');
  process.stdout.write(`${files.voice}\n${files.video}\n`);
}
