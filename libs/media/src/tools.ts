import { execFile } from 'node:child_process';
import { access, constants, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartupError } from '@persona/contracts';

/** The programs of this machine that process media, and those that confine them. */
export interface MediaTools {
  ffmpeg: string;
  ffprobe: string;
  /** As ffmpeg reports it: `5.1.9`, `8.0`, `n7.1-…`. */
  version: string;
  /** The option that chooses frames was renamed in 5.1, and its old name will be removed. */
  frameOption: '-fps_mode' | '-vsync';
  /** Whether HDR can be converted to the range that every screen shows. */
  canToneMap: boolean;
  /** Programs that are put before ffmpeg; null where one is missing. */
  nice: string | null;
  prlimit: string | null;
  setpriv: string | null;
  /**
   * bubblewrap, if it was seen to work here: it may be installed and still have no right to make namespaces,
   * as in many containers.
   */
  bwrap: string | null;
  /** What speaks a text on this machine; null when it is not installed. */
  synthesiser: Synthesiser | null;
  /** One sentence to log at start when ffmpeg runs without a sandbox. */
  notice: string | null;
}

/** espeak-ng, and the languages that it speaks, as BCP 47 tags. */
interface Synthesiser {
  program: string;
  languages: ReadonlySet<string>;
}

export interface OpenMediaToolsOptions {
  /** strict: refuse to start without a working sandbox. */
  sandbox: 'auto' | 'strict';
  /** Where to look; the environment's PATH by default. */
  path?: string;
}

const INSTALL = 'Install it: apt-get install ffmpeg (Debian, Ubuntu) or brew install ffmpeg (macOS).';
const ENCODERS = ['libx264', 'aac', 'libopus', 'webvtt', 'mjpeg'];

const execute = promisify(execFile);

/**
 * Finds ffmpeg and ffprobe and tests what can confine them. Throws a StartupError, one sentence that says
 * what to install.
 */
export async function openMediaTools({
  sandbox,
  path = process.env['PATH'] ?? '',
}: OpenMediaToolsOptions): Promise<MediaTools> {
  const find = async (name: string): Promise<string | null> => findProgram(name, path);
  const [ffmpeg, ffprobe, nice, prlimit, setpriv, bwrap, espeak] = await Promise.all(
    ['ffmpeg', 'ffprobe', 'nice', 'prlimit', 'setpriv', 'bwrap', 'espeak-ng'].map(find),
  );
  if (!ffmpeg || !ffprobe) {
    throw new StartupError(
      `${ffmpeg ? 'ffprobe' : 'ffmpeg'} was not found; voices and videos need it. ${INSTALL}`,
    );
  }
  const [version, encoders, filters] = await Promise.all([
    ask(ffmpeg, '-version'),
    ask(ffmpeg, '-encoders'),
    ask(ffmpeg, '-filters'),
    ask(ffprobe, '-version'),
  ]);
  const missing = ENCODERS.filter((name) => !new RegExp(` ${name} `).test(encoders));
  if (missing.length > 0) {
    throw new StartupError(
      `This ffmpeg was built without ${missing.join(', ')}; voices and videos need a complete one. ${INSTALL}`,
    );
  }

  const found = { ffmpeg: await realpath(ffmpeg), ffprobe: await realpath(ffprobe) };
  const sandboxed = bwrap !== null && bwrap !== undefined && (await sandboxWorks(bwrap, found));
  if (!sandboxed && sandbox === 'strict') {
    throw new StartupError(`MEDIA_SANDBOX=strict, but there is no sandbox: ${whyNot(bwrap ?? null)}`);
  }
  return {
    ...found,
    version: versionOf(version),
    frameOption: frameOptionOf(versionOf(version)),
    canToneMap: / zscale /.test(filters) && / tonemap /.test(filters),
    nice: nice ?? null,
    prlimit: prlimit ?? null,
    setpriv: setpriv ?? null,
    bwrap: sandboxed ? bwrap : null,
    synthesiser: espeak ? await openSynthesiser(await realpath(espeak)) : null,
    notice: sandboxed
      ? null
      : `ffmpeg runs without a sandbox: ${whyNot(bwrap ?? null)} MEDIA_SANDBOX=strict refuses to run like this.`,
  };
}

/** Reads which languages it has; null when it does not run: replies are then not spoken by it. */
async function openSynthesiser(program: string): Promise<Synthesiser | null> {
  try {
    const { stdout } = await execute(program, ['--voices'], { timeout: 20_000, maxBuffer: 4 * 1024 * 1024 });
    const rows = stdout.split('\n').slice(1);
    const languages = new Set(rows.flatMap((row) => /^\s*\d+\s+(\S+)/.exec(row)?.[1] ?? []));
    return languages.size > 0 ? { program, languages } : null;
  } catch {
    return null;
  }
}

const versionOf = (printed: string): string => /version (\S+)/.exec(printed)?.[1] ?? 'unknown';

/** A version without figures is a build of the newest source. */
function frameOptionOf(version: string): MediaTools['frameOption'] {
  const [, major, minor] = /^n?(\d+)\.(\d+)/.exec(version) ?? [];
  return major !== undefined && Number(major) + Number(minor) / 100 < 5.01 ? '-vsync' : '-fps_mode';
}

const whyNot = (bwrap: string | null): string => {
  if (process.platform !== 'linux') return 'bubblewrap exists on Linux only.';
  return bwrap
    ? 'bubblewrap (bwrap) is installed but may not make namespaces here; allow unprivileged user namespaces.'
    : 'bubblewrap (bwrap) is not installed; apt-get install bubblewrap.';
};

async function findProgram(name: string, path: string): Promise<string | null> {
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const file = join(folder, name);
    if (
      await access(file, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  return null;
}

async function ask(program: string, question: string): Promise<string> {
  try {
    return (
      await execute(program, ['-hide_banner', question], { timeout: 20_000, maxBuffer: 4 * 1024 * 1024 })
    ).stdout;
  } catch (cause) {
    throw new StartupError(`${program} does not run; voices and videos need it. ${INSTALL}`, {
      cause,
    });
  }
}

/** Where programs and their libraries are. The rest of the machine does not exist inside. */
const SYSTEM = [
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/etc/alternatives',
  '/etc/ld.so.cache',
  '/nix/store',
  '/gnu/store',
  '/home/linuxbrew/.linuxbrew',
  '/snap',
];

/**
 * The options of bubblewrap: no network, no other process, no file but the system's programs, all read-only.
 */
export function sandboxOptions({
  ffmpeg,
  ffprobe,
  synthesiser = null,
}: Pick<MediaTools, 'ffmpeg' | 'ffprobe'> & Partial<Pick<MediaTools, 'synthesiser'>>): string[] {
  const own = [ffmpeg, ffprobe, ...(synthesiser ? [synthesiser.program] : [])]
    .map((program) => dirname(program))
    .filter((folder) => !SYSTEM.some((path) => `${folder}/`.startsWith(`${path}/`)));
  return [
    '--unshare-all',
    '--die-with-parent',
    '--new-session',
    '--dev',
    '/dev',
    ...[...SYSTEM, ...own].flatMap((path) => ['--ro-bind-try', path, path]),
  ];
}

async function sandboxWorks(bwrap: string, tools: Pick<MediaTools, 'ffmpeg' | 'ffprobe'>): Promise<boolean> {
  const tries = [tools.ffmpeg, tools.ffprobe].map(async (program) =>
    execute(bwrap, [...sandboxOptions(tools), '--', program, '-hide_banner', '-version'], {
      timeout: 20_000,
    }),
  );
  return Promise.all(tries).then(
    () => true,
    () => false,
  );
}
