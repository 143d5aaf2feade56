import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import {
  defaultLimits,
  openMediaTools,
  processVideo,
  processVoice,
  type HlsKeeper,
  type KeptHls,
  type MediaTools,
  type NewPart,
} from '@persona/media';
import { tempFolder } from '@persona/testing';
import { percentile, rounded } from './table.ts';

type Row = Record<string, string | number>;

/**
 * Our job beside what a person would type for the same files. Films and recordings are made by ffmpeg; the
 * contestants alternate in who goes first, and each ratio is of one round.
 */
export async function runMediaBench(options: {
  seconds?: string | undefined;
  rounds?: string | undefined;
}): Promise<Record<string, Row[]>> {
  using folder = tempFolder();
  const [seconds, rounds] = [Number(options.seconds ?? 60), Number(options.rounds ?? 3)];
  const tools = await openMediaTools({ sandbox: 'auto' });
  const threads = String(Math.min(4, os.availableParallelism()));
  const bench: Bench = { folder: folder.path, tools, threads };

  const makeVoice = async (length: number): Promise<string> => {
    const voice = path.join(folder.path, `voice-${length}.wav`);
    const sound = SPEECHLIKE.replace('LENGTH', String(length));
    await ffmpeg(bench, folder.path, `-f lavfi -i ${sound} -c:a pcm_s16le ${voice}`);
    return voice;
  };
  const [minute, talk] = [await makeVoice(seconds), await makeVoice(TALK_SECONDS)];
  const film = await makeFilm(bench, '1920x1080', seconds);
  const tiny = await makeFilm(bench, '320x240', 8);
  const films = [];
  const sequential = [];
  const tinies = [];
  const minutes = [];
  const talks = [];
  const voiceRound = async (voice: string, isOdd: boolean) =>
    inTurn(
      {
        ours: async () => secondsOf(async () => voiceJob(bench, voice)),
        twoPass: async () => secondsOf(async () => twoPassLoudnorm(bench, voice)),
      },
      isOdd,
    );
  for (let round = 0; round < rounds; round += 1) {
    const isOdd = round % 2 === 1;
    films.push(
      await inTurn(
        {
          ours: async () => ours(bench, film),
          bare: async () => bare(bench, film, SIZES, seconds),
        },
        isOdd,
      ),
    );
    // It takes twice as long as all the others, and is far from its bar.
    const { ours: beside } = films.at(-1) ?? { ours: { all: Number.NaN, first: Number.NaN } };
    if (round === 0) sequential.push({ ours: beside, oneByOne: await oneByOne(bench, film, seconds) });
    tinies.push(
      await inTurn(
        { ours: async () => ours(bench, tiny), bare: async () => bare(bench, tiny, [[320, 240, 8]], 8) },
        isOdd,
      ),
    );
    minutes.push(await voiceRound(minute, isOdd));
    talks.push(await voiceRound(talk, isOdd));
  }

  const row = (
    what: string,
    pairs: readonly (readonly [ours: number, other: number])[],
    bar: string,
  ): Row => ({
    what,
    'ours, s': rounded(
      percentile(
        pairs.map(([one]) => one),
        0.5,
      ),
    ),
    'other, s': rounded(
      percentile(
        pairs.map(([, other]) => other),
        0.5,
      ),
    ),
    ratio: spread(pairs.map(([one, other]) => one / other)),
    bar,
  });
  return {
    [`media (1080p, ${seconds} s; ${rounds} rounds, the sequential ones 1; medians with quartiles)`]: [
      row(
        'the bare commands for the same files',
        films.map((one) => [one.ours.all, one.bare]),
        '≤ 1.05',
      ),
      row(
        'one run per rendition',
        sequential.map((one) => [one.ours.all, one.oneByOne.all]),
        '≤ 0.65',
      ),
      row(
        'one run per size, MP4 without encoding',
        sequential.map((one) => [one.ours.all, one.oneByOne.remuxed]),
        '',
      ),
      row(
        'first part to play, of one run per rendition',
        sequential.map((one) => [one.ours.first, one.oneByOne.all]),
        '≤ 0.1',
      ),
      row(
        'the bare commands, of 8 s in 320×240',
        tinies.map((one) => [one.ours.all, one.bare]),
        '',
      ),
      row(
        'a voice of that length, by two passes of loudnorm',
        minutes.map((one) => [one.ours, one.twoPass]),
        '≤ 0.3',
      ),
      row(
        'a voice of ten minutes, by two passes of loudnorm',
        talks.map((one) => [one.ours, one.twoPass]),
        '≤ 0.3',
      ),
    ],
  };
}

interface Bench {
  folder: string;
  tools: MediaTools;
  threads: string;
}

/** Of a voice as people record it to be cloned. */
const TALK_SECONDS = 600;
const SPEECHLIKE = 'anoisesrc=color=pink:d=LENGTH:r=48000:a=0.3,tremolo=f=4:d=0.9,volume=-8dB';
const CODEC =
  '-c:v libx264 -preset veryfast -crf 23 -profile:v high -sc_threshold 0 -force_key_frames expr:gte(t,n_forced*2)';
const FRAGMENTS = '-movflags +frag_keyframe+empty_moov+default_base_moof+delay_moov -f mp4';
/** Width, height, and the most Mbit/s. */
const SIZES = [
  [1920, 1080, 8],
  [1280, 720, 4],
  [854, 480, 1.8],
  [640, 360, 1],
  [426, 240, 0.5],
] as const;
type Sizes = readonly (readonly [number, number, number])[];

const spread = (ratios: readonly number[]): string => {
  const [median, low, high] = [0.5, 0.25, 0.75].map((share) => percentile(ratios, share).toFixed(2));
  return `${median} (${low}–${high})`;
};

type Contestants = Record<string, () => Promise<unknown>>;

/** One after another, in this order or the other way round. */
async function inTurn<T extends Contestants>(
  all: T,
  reversed: boolean,
): Promise<{ [Name in keyof T]: Awaited<ReturnType<T[Name]>> }> {
  const names = Object.keys(all);
  const done: Record<string, unknown> = {};
  for (const name of reversed ? names.toReversed() : names) done[name] = await all[name]?.();
  return done as { [Name in keyof T]: Awaited<ReturnType<T[Name]>> };
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

/** As low in priority as our own. */
async function ffmpeg({ tools }: Bench, cwd: string, options: string): Promise<void> {
  const command = ['-n', '10', tools.ffmpeg, '-nostdin', '-v', 'error', '-y', ...options.split(' ')];
  await promisify(execFile)('nice', command, { cwd, maxBuffer: 1e9, encoding: 'buffer' });
}

/** Camera-like: what moves, with noise. */
async function makeFilm(bench: Bench, size: string, seconds: number): Promise<string> {
  const file = path.join(bench.folder, `${size}.mp4`);
  const picture = `testsrc2=s=${size}:r=30:d=${seconds},noise=alls=6:allf=t`;
  const sound = SPEECHLIKE.replace('LENGTH', String(seconds));
  await ffmpeg(
    bench,
    bench.folder,
    `-f lavfi -i ${picture} -f lavfi -i ${sound} -c:v libx264 -preset ultrafast -crf 26 -pix_fmt yuv420p -c:a aac ${file}`,
  );
  return file;
}

/** Our job as the media worker runs it, with a folder as its store. */
async function ours({ folder, tools }: Bench, input: string): Promise<{ all: number; first: number }> {
  const job = await mkdtemp(path.join(folder, 'ours-'));
  const store = path.join(job, 'store');
  await mkdir(store);
  const begun = performance.now();
  let first = Number.NaN;
  const put = async ({ path: file, start, end, track }: NewPart): Promise<void> =>
    pipeline(
      createReadStream(file, { start, end: end - 1 }),
      createWriteStream(path.join(store, `${track.name}-${start}`)),
    );
  const keeper: HlsKeeper = {
    kept: null as KeptHls | null,
    begin: async () => {},
    keepSound: async (_sound, part) => put(part),
    keepPictures: async (parts) => {
      for (const part of parts) await put(part);
      if (Number.isNaN(first)) first = (performance.now() - begun) / 1000;
    },
    fetch: async () => {},
  };
  const work = path.join(job, 'work');
  await mkdir(work);
  const all = await secondsOf(async () =>
    processVideo({ input, folder: work, tools, limits: defaultLimits, keeper }),
  );
  return { all, first };
}

const levelled = '-af aresample=async=1:first_pts=0,volume=2dB -c:a aac -b:a 128k -ac 2 -ar 48000';
const measured = (film: string): string => `-i ${film} -map 0:a:0 -af ebur128=peak=true -f null -`;
const encoder = (bench: Bench, [, , mbit]: Sizes[number]): string =>
  `-threads ${bench.threads} ${CODEC} -maxrate ${mbit * 1000}k -bufsize ${mbit * 2000}k`;
const storyboard = (from: string, seconds: number): string =>
  `-skip_frame nokey -threads 1 -i ${from} -vf fps=1/${Math.max(2, Math.ceil(seconds / 100))},scale=160:90,tile=10x10 -frames:v 1 -update 1 storyboard.jpg`;
const poster = (from: string): string =>
  `-ss 3 -t 4 -threads 1 -i ${from} -vf signalstats,thumbnail=60,scale='min(1280,iw)':-2 -frames:v 1 -q:v 4 -update 1 poster.jpg`;

/** The same files by as few commands as they can be made with. */
async function bare(bench: Bench, film: string, sizes: Sizes, seconds: number): Promise<number> {
  const cwd = await mkdtemp(path.join(bench.folder, 'bare-'));
  const graph = sizes.map(([width, height], n) => {
    const from = `${n === 0 ? '[0:v]' : `[r${n}]`}scale=${width}:${height}`;
    return n === sizes.length - 1 ? `${from}[v${n}]` : `${from},split=2[v${n}][r${n + 1}]`;
  });
  const outputs = sizes.map((size, n) => `-map [v${n}] ${encoder(bench, size)} ${FRAGMENTS} ${size[1]}.mp4`);
  return secondsOf(async () => {
    await ffmpeg(bench, cwd, measured(film));
    await ffmpeg(
      bench,
      cwd,
      `-threads ${bench.threads} -i ${film} -filter_complex ${graph.join(';')} ${outputs.join(' ')} -map 0:a:0 ${levelled} ${FRAGMENTS} sound.m4a`,
    );
    await ffmpeg(bench, cwd, '-i sound.m4a -ac 1 -ar 8000 -f s16le peaks.raw');
    await ffmpeg(bench, cwd, `-i ${sizes[0]?.[1]}.mp4 -i sound.m4a -c copy -movflags +faststart video.mp4`);
    await ffmpeg(bench, cwd, storyboard(`${sizes.at(-1)?.[1]}.mp4`, seconds));
    await ffmpeg(bench, cwd, poster('video.mp4'));
  });
}

/** One command for each file, `all`; `remuxed` makes the MP4 of the largest size without encoding again. */
async function oneByOne(
  bench: Bench,
  film: string,
  seconds: number,
): Promise<{ all: number; remuxed: number }> {
  const cwd = await mkdtemp(path.join(bench.folder, 'sequential-'));
  const decoding = `-threads ${bench.threads} -i ${film}`;
  const [top] = SIZES;
  const encodedAgain = await secondsOf(async () =>
    ffmpeg(
      bench,
      cwd,
      `${decoding} -map 0:v:0 -map 0:a:0 ${encoder(bench, top)} ${levelled} -movflags +faststart video.mp4`,
    ),
  );
  const rest = await secondsOf(async () => {
    await ffmpeg(bench, cwd, measured(film));
    await ffmpeg(bench, cwd, `-i ${film} -map 0:a:0 ${levelled} ${FRAGMENTS} sound.m4a`);
    await ffmpeg(bench, cwd, `-i ${film} -map 0:a:0 -ac 1 -ar 8000 -f s16le peaks.raw`);
    for (const size of SIZES)
      await ffmpeg(
        bench,
        cwd,
        `${decoding} -map 0:v:0 -vf scale=${size[0]}:${size[1]} ${encoder(bench, size)} ${FRAGMENTS} ${size[1]}.mp4`,
      );
    await ffmpeg(bench, cwd, storyboard(film, seconds));
    await ffmpeg(bench, cwd, poster(film));
  });
  const remuxing = await secondsOf(async () =>
    ffmpeg(bench, cwd, '-i 1080.mp4 -i sound.m4a -c copy -movflags +faststart remuxed.mp4'),
  );
  return { all: rest + encodedAgain, remuxed: rest + remuxing };
}

async function voiceJob({ folder, tools }: Bench, input: string): Promise<void> {
  await processVoice({
    input,
    folder: await mkdtemp(path.join(folder, 'voice-')),
    tools,
    limits: defaultLimits,
  });
}

/** As its documentation says: measured by one run, levelled by the next. */
async function twoPassLoudnorm(bench: Bench, voice: string): Promise<void> {
  const cwd = await mkdtemp(path.join(bench.folder, 'loudnorm-'));
  const target = 'loudnorm=I=-16:TP=-1:LRA=11';
  const command = ['-n', '10', bench.tools.ffmpeg, '-nostdin', '-hide_banner', '-i', voice];
  const { stderr } = await promisify(execFile)('nice', [
    ...command,
    '-af',
    `${target}:print_format=json`,
    '-f',
    'null',
    '-',
  ]);
  const found = JSON.parse(stderr.slice(stderr.lastIndexOf('{'), stderr.lastIndexOf('}') + 1)) as Record<
    string,
    string
  >;
  const given = `measured_I=${found['input_i']}:measured_TP=${found['input_tp']}:measured_LRA=${found['input_lra']}:measured_thresh=${found['input_thresh']}:offset=${found['target_offset']}`;
  await ffmpeg(
    bench,
    cwd,
    `-i ${voice} -filter_complex [0:a]${target}:${given},asplit=2[full][low] -map [full] -ac 1 -ar 48000 -c:a libopus -b:a 64k voice.webm -map [low] -ac 1 -ar 16000 voice.wav`,
  );
}
