import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  createModels,
  isInstalled,
  LOCAL_PREFIX,
  LOCAL_RUNTIME,
  localFolder,
  localModels,
  runtimePackage,
  type LocalModelFile,
} from '@persona/models';
import { UserError } from './user-error.ts';

export interface AddOptions {
  /** A folder that holds the model's files, instead of a download. */
  from?: string | undefined;
  /** Tells what is done, before it is done, and how far it is. */
  progress: (what: string, text: string) => void;
  /** For tests: how the runtime is installed. */
  installRuntime?: (folder: string) => Promise<void>;
}

export interface AddedModel {
  /** What EMBEDDING_MODEL is set to. */
  name: string;
  dimension: number;
  /** Milliseconds for one question, once it is loaded. */
  milliseconds: number;
}

/** A try of a model: what a person might ask. */
const TRIAL = 'Where did you learn to bake bread?';
const TRIALS = 5;

/**
 * Puts an embedding model into the folder of models, with the program that runs it, and tries it. A file that
 * does not have the hash that its publisher's has here is refused; what was there before stays until the new
 * one is whole. Throws a UserError that says what to do.
 */
export async function addModel(folder: string, name: string, options: AddOptions): Promise<AddedModel> {
  const { from, progress, installRuntime = installWithNpm } = options;
  const known = localModels[name];
  if (!known && from === undefined)
    throw new UserError(
      `"${name}" is not known here. Known: ${Object.keys(localModels).join(', ')}. Any other sentence model in ONNX form is taken from a folder: --from FOLDER with model.onnx and tokenizer.json.`,
    );
  const target = namedFolder(folder, name);
  const held = path.dirname(target.model);
  await mkdir(held, { recursive: true });
  for (const file of ['model.onnx', 'tokenizer.json'] as const) {
    const to = path.join(held, file);
    const expected = known?.files[file];
    if (from !== undefined) await take(from, file, to, expected);
    else if (expected && !(existsSync(to) && (await hashOf(to)) === expected.sha256))
      await download(expected, to, (text) => progress(file, text));
  }
  if (!existsSync(runtimePackage(target.runtime))) {
    const { name: program, version } = LOCAL_RUNTIME;
    progress('runtime', `installing ${program} ${version}, which runs it, into ${target.runtime}`);
    await mkdir(target.runtime, { recursive: true });
    await installRuntime(target.runtime);
  }
  return tryModel(folder, `${LOCAL_PREFIX}${name}`);
}

function namedFolder(folder: string, name: string) {
  try {
    return localFolder(folder, name);
  } catch (error) {
    throw new UserError((error as Error).message, { cause: error });
  }
}

/** The models of a folder, and those that could be added. */
export async function listModels(folder: string): Promise<{ name: string; text: string }[]> {
  const there = existsSync(folder) ? await readdir(folder) : [];
  const installed = there.filter((name) => name !== 'runtime' && isInstalled(localFolder(folder, name)));
  const about = (name: string) => {
    const model = localModels[name];
    return model ? `${model.about}, ${model.megabytes} MB` : 'taken from a folder';
  };
  return [
    ...installed.map((name) => ({ name, text: `installed: ${about(name)}` })),
    ...Object.keys(localModels)
      .filter((name) => !installed.includes(name))
      .map((name) => ({ name, text: about(name) })),
  ];
}

async function tryModel(folder: string, name: string): Promise<AddedModel> {
  try {
    const { embedding } = createModels({ EMBEDDING_MODEL: name, MODELS_DIR: folder });
    if (!embedding) throw new Error('no model was made');
    const dimension = await embedding.dimension();
    const began = performance.now();
    for (let i = 0; i < TRIALS; i++) await embedding.embed([TRIAL], { as: 'query' });
    return { name, dimension, milliseconds: (performance.now() - began) / TRIALS };
  } catch (error) {
    throw new UserError(
      `${name} was installed, but does not run here: ${(error as Error).message} Its files may be of another kind of model, or this machine of a kind that ${LOCAL_RUNTIME.name} has no program for.`,
      { cause: error },
    );
  }
}

async function take(
  from: string,
  file: string,
  to: string,
  expected: LocalModelFile | undefined,
): Promise<void> {
  const source = path.join(from, file);
  if (!existsSync(source))
    throw new UserError(`${from} has no ${file}. It needs model.onnx and tokenizer.json.`);
  const hash = await hashOf(source);
  if (expected && hash !== expected.sha256) throw otherFile(source, expected, hash);
  await copyFile(source, `${to}.part`);
  await rename(`${to}.part`, to);
}

async function download(
  { url, sha256 }: LocalModelFile,
  to: string,
  progress: (text: string) => void,
): Promise<void> {
  progress(`downloading ${url}`);
  const part = `${to}.part`;
  try {
    const reply = await fetch(url);
    if (!reply.ok || !reply.body) throw new Error(`HTTP ${reply.status}`);
    const total = Number(reply.headers.get('content-length')) || undefined;
    let bytes = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        progress(`${megabytes(bytes)}${total === undefined ? '' : ` of ${megabytes(total)}`}`);
        done(null, chunk);
      },
    });
    await pipeline(Readable.fromWeb(reply.body), count, createWriteStream(part, { mode: 0o600 }));
  } catch (error) {
    await rm(part, { force: true });
    throw new UserError(
      `${url} could not be had (${(error as Error).message}). Without a way out, fetch the model's files elsewhere, put them as model.onnx and tokenizer.json into a folder, and say --from FOLDER.`,
      { cause: error },
    );
  }
  const hash = await hashOf(part);
  if (hash !== sha256) {
    await rm(part, { force: true });
    throw otherFile(url, { url, sha256 }, hash);
  }
  await rename(part, to);
}

const otherFile = (what: string, { sha256 }: LocalModelFile, hash: string): UserError =>
  new UserError(
    `${what} is another file than was tried: its SHA-256 is ${hash}, not ${sha256}. Nothing was changed.`,
  );

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/**
 * Installs the runtime by npm, without its scripts, which would fetch a program for graphics cards; then
 * removes what is for other kinds of machines, which is most of it.
 */
async function installWithNpm(folder: string): Promise<void> {
  const { name, version } = LOCAL_RUNTIME;
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  const cli = process.env['npm_execpath'];
  const args = [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--save-exact',
    `${name}@${version}`,
  ];
  const [program, all] = cli?.endsWith('.js') ? [process.execPath, [cli, ...args]] : ['npm', args];
  const { promise, resolve } = Promise.withResolvers<number | null>();
  const child = spawn(program, all, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  child.on('error', () => resolve(null));
  child.on('exit', resolve);
  if ((await promise) !== 0)
    throw new UserError(
      `${name} could not be installed into ${folder}: run "npm install ${name}@${version}" there to see why.`,
    );
  const programs = path.join(runtimePackage(folder), 'bin');
  for (const release of existsSync(programs) ? await readdir(programs) : [])
    for (const platform of await readdir(path.join(programs, release)))
      for (const arch of await readdir(path.join(programs, release, platform)))
        if (platform !== process.platform || arch !== process.arch)
          await rm(path.join(programs, release, platform, arch), { recursive: true });
}
