import { execFileSync } from 'node:child_process';
import { chmod, copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempFolder } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { confine } from './confine.ts';
import { execute } from './execute.ts';
import { defaultLimits, outputBytes } from './limits.ts';
import { probeRecipe, type FfmpegRecipe } from './recipes.ts';
import { runFfmpeg, runFfprobe, type RunContext } from './run.ts';
import { makeMedia } from './testing/media-files.ts';
import { openMediaTools, type MediaTools } from './tools.ts';
import { measureRecipe } from './voice-recipes.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

let tools: MediaTools;
let unconfined: MediaTools;
let wav: string;
beforeAll(async () => {
  tools = await openMediaTools({ sandbox: 'auto' });
  unconfined = { ...tools, nice: null, prlimit: null, setpriv: null, bwrap: null };
  wav = await makeMedia(folder.path, 'tone.wav', '-f lavfi -i sine=d=1');
});

let jobs = 0;
/** A job's folder with this file as its source. */
const contextFor = async (source: string, extra: Partial<RunContext> = {}): Promise<RunContext> => {
  const job = join(folder.path, `job-${(jobs += 1)}`);
  await mkdir(join(job, 'out'), { recursive: true });
  await symlink(source, join(job, 'source'));
  return { tools, limits: defaultLimits, folder: job, mediaSeconds: 1, ...extra };
};
const script = async (name: string, text: string): Promise<string> => {
  const file = join(folder.path, name);
  await writeFile(file, `#!/bin/sh\n${text}\n`);
  await chmod(file, 0o755);
  return file;
};
const brief = { ...defaultLimits, probeSeconds: 0.5, deadline: { floorSeconds: 0.5, perSecond: 0 } };
const measure = measureRecipe({
  limits: defaultLimits,
  demuxer: 'wav',
  seconds: 1,
  maxSeconds: 10,
  stream: 0,
  channels: 1,
});

describe('a recipe', () => {
  test('reaches ffmpeg exactly as it is written', async () => {
    const echo = await script(
      'echo-arguments',
      `case "$1" in -formats|-encoders) exec ${tools.ffmpeg} "$@";; esac\nprintf '%s\\n' "$@" >&2`,
    );
    const recipe: FfmpegRecipe = {
      inputs: [{ options: ['-v', 'error', '-t', '1.000'], file: '../source' }],
      outputs: [
        { options: ['-vf', 'two words', '-f', 'mp4'], file: 'a.mp4' },
        { options: ['-metadata', "a 'quoted' $(word)", '-f', 'null'], file: '-' },
      ],
    };
    const seen = await runFfmpeg(recipe, await contextFor(wav, { tools: { ...unconfined, ffmpeg: echo } }));
    const written = [
      '-v error -t 1.000 -i ../source -y -vf',
      'two words',
      '-f mp4 a.mp4 -metadata',
      "a 'quoted' $(word)",
      '-f null -',
    ];
    expect(seen.trimEnd().split('\n')).toEqual(
      written.flatMap((part) => (part.startsWith('-') ? part.split(' ') : [part])),
    );
  });

  test('hands on samples and progress while it runs', async () => {
    let bytes = 0;
    const progress: number[] = [];
    const stderr = await runFfmpeg(measure, {
      ...(await contextFor(wav)),
      onStdout: (chunk) => (bytes += chunk.length),
      onProgress: (seconds) => progress.push(seconds),
    });
    expect(bytes).toBe(88_200);
    expect(progress.at(-1)).toBeCloseTo(1, 1);
    expect(stderr).toContain('Integrated loudness');
  });
});

describe('a file that points elsewhere', () => {
  const readAll = async (context: RunContext, keepGuards: boolean): Promise<string> => {
    const recipe = probeRecipe(context.limits);
    const bare = ['-v', 'error', '-show_format', '-show_streams', '-of', 'json', '../source'];
    return runFfprobe(keepGuards ? recipe : { arguments: bare }, context);
  };

  test('is opened by a bare ffprobe, and refused behind the whitelists', async () => {
    const secret = await makeMedia(folder.path, 'secret.ts', '-f lavfi -i sine=d=1 -f mpegts');
    const playlist = join(folder.path, 'playlist.mp4');
    await writeFile(playlist, `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${secret}\n#EXT-X-ENDLIST\n`);
    const context = await contextFor(playlist, { tools: unconfined });
    expect(JSON.parse(await readAll(context, false))).toMatchObject({
      format: { format_name: 'hls' },
      streams: [{ codec_type: 'audio' }],
    });
    await expect(readAll(context, true)).rejects.toMatchObject({ code: 'unsupported_media' });
  });

  test('finds nothing there in the sandbox, which alone would stop it', async (ctx) => {
    ctx.skip(!tools.bwrap, 'bubblewrap does not work on this machine');
    const reading = { ...measure, inputs: measure.inputs.map((input) => ({ ...input, file: wav })) };
    await expect(
      runFfmpeg(reading, await contextFor(wav, { tools: unconfined, onStdout: () => {} })),
    ).resolves.toContain('LUFS');
    await expect(runFfmpeg(reading, await contextFor(wav, { onStdout: () => {} }))).rejects.toMatchObject({
      code: 'internal',
    });
  });

  test('cannot write to the source or out of its folder in the sandbox', async (ctx) => {
    ctx.skip(!tools.bwrap, 'bubblewrap does not work on this machine');
    const copy = join(folder.path, 'copy.wav');
    await copyFile(wav, copy);
    const context = await contextFor(copy);
    const shell = await execute(
      confine(context, '/bin/sh', [
        '-c',
        `echo x > ../source; echo x > /usr/x; ls /; ls ${folder.path}; echo y > inside; exit 0`,
      ]),
      {
        folder: context.folder,
        deadlineSeconds: 10,
      },
    );
    expect(shell.stderr.match(/Read-only file system/g)).toHaveLength(2);
    expect(shell.stdout).not.toMatch(/home|root|tmp/);
    expect(execFileSync('cmp', [copy, wav]).toString()).toBe('');
    expect(execFileSync('cat', [join(context.folder, 'out', 'inside')]).toString()).toBe('y\n');
  });
});

describe('what hangs', () => {
  test('is killed as a group at the deadline, with all it started', async () => {
    // The rejection comes only when no process holds the pipes any more: a sleeper left alive would hold them
    // for an hour.
    const hang = await script('hang', 'sleep 3600 & sleep 3600 & wait');
    const context = await contextFor(wav, { tools: { ...unconfined, ffprobe: hang }, limits: brief });
    await expect(runFfprobe(probeRecipe(brief), context)).rejects.toMatchObject({ code: 'timeout' });
  });

  test('is killed in the sandbox too: ffprobe before a pipe that never speaks', async () => {
    const pipe = join(folder.path, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await expect(
      runFfprobe(probeRecipe(brief), await contextFor(pipe, { limits: brief })),
    ).rejects.toMatchObject({ code: 'timeout' });
  });

  test('ends at the signal, with its reason', async () => {
    const stop = new AbortController();
    const pipe = join(folder.path, 'other-pipe');
    execFileSync('mkfifo', [pipe]);
    const running = runFfmpeg(measure, await contextFor(pipe, { signal: stop.signal }));
    setImmediate(() => stop.abort(new Error('the service stops')));
    await expect(running).rejects.toThrow('the service stops');
    await expect(runFfmpeg(measure, await contextFor(wav, { signal: stop.signal }))).rejects.toThrow(
      'the service stops',
    );
  });

  test('leaves a child behind and ends by itself: the child is killed', async () => {
    const leaver = await script('leaver', 'sleep 3600 &\nexit 0');
    const context = await contextFor(wav, { tools: { ...unconfined, ffprobe: leaver } });
    await expect(runFfprobe(probeRecipe(defaultLimits), context)).resolves.toBe('');
  });
});

describe('what talks too much', () => {
  test('is stopped, or remembered only by its end', async () => {
    const shouting = await script('shouting', 'yes stdout');
    await expect(
      runFfprobe(
        probeRecipe(defaultLimits),
        await contextFor(wav, { tools: { ...unconfined, ffprobe: shouting } }),
      ),
    ).rejects.toMatchObject({ code: 'unsupported_media' });

    const { stderr } = await execute(['/bin/sh', '-c', 'yes stderr | head -c 3000000 >&2; echo end >&2'], {
      folder: (await contextFor(wav)).folder,
      deadlineSeconds: 20,
    });
    expect(stderr.length).toBeLessThanOrEqual(64 * 1024);
    expect(stderr).toMatch(/end\n$/);
  });
});

describe('a program', () => {
  test('sees nothing of our environment', async () => {
    process.env['PERSONA_TEST_KEY'] = 'psk_secret';
    const { stdout } = await execute(['/usr/bin/env'], {
      folder: (await contextFor(wav)).folder,
      deadlineSeconds: 10,
    });
    delete process.env['PERSONA_TEST_KEY'];
    expect(stdout).toContain('LC_ALL=C');
    expect(stdout).not.toContain('psk_secret');
  });

  test('has limits on memory, processor time, files and priority', async (ctx) => {
    ctx.skip(!tools.prlimit, 'prlimit exists on Linux only');
    const context = await contextFor(wav, { tools: { ...tools, bwrap: null } });
    const { stdout } = await execute(
      confine(context, '/bin/sh', ['-c', 'ulimit -v; ulimit -t; ulimit -f; ulimit -c; ulimit -n; nice']),
      {
        folder: context.folder,
        deadlineSeconds: 10,
      },
    );
    const [memory, processor, file, core, files, priority] = stdout.trim().split('\n').map(Number);
    expect(memory).toBe(defaultLimits.memoryBytes / 1024);
    expect(processor).toBe(defaultLimits.deadline.floorSeconds * defaultLimits.threads);
    expect(file).toBe(Math.floor((outputBytes(1) + 16 * 1024 * 1024) / 512));
    expect([core, files]).toEqual([0, 128]);
    expect(priority).toBeGreaterThanOrEqual(10);
  });

  test('that cannot be started, or dies, says so in our words', async () => {
    const missing = await contextFor(wav, { tools: { ...unconfined, ffprobe: '/nowhere/ffprobe' } });
    await expect(runFfprobe(probeRecipe(defaultLimits), missing)).rejects.toMatchObject({
      code: 'internal',
      retryable: true,
    });
    const crash = await contextFor(wav, {
      tools: { ...unconfined, ffprobe: await script('crash', 'kill -SEGV $$') },
    });
    const error = await runFfprobe(probeRecipe(defaultLimits), crash).catch(
      (reason: unknown) => reason as Error,
    );
    expect(error).toMatchObject({ code: 'media_corrupt' });
    const hungry = await script('hungry', 'echo "Cannot allocate memory" >&2; exit 1');
    await expect(
      runFfprobe(
        probeRecipe(defaultLimits),
        await contextFor(wav, { tools: { ...unconfined, ffprobe: hungry } }),
      ),
    ).rejects.toMatchObject({ code: 'unsupported_media', message: expect.stringContaining('more memory') });
    expect((error as Error).message).not.toMatch(/ffprobe|exit|\//);
  });
});
