// npm run persona -- <command>: the operator's commands beside the services. In a container: node
// scripts/persona.ts <command>
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { openBlobStore } from '@persona/blobs';
import {
  ConfigError,
  loadConfig,
  loadEnvFile,
  settings,
  unknownNames,
  unknownNameText,
  type Config,
  type Setting,
} from '@persona/config';
import { AppError, queueNames, StartupError, type QueueName } from '@persona/contracts';
import { bar, diagnose, megabytes, number } from '@persona/doctor';
import { adviceOn, storeOf } from '@persona/runtime';
import { compactDocuments, documentsRoom, openDocumentStore, type DocumentStore } from '@persona/documents';
import { openSearchIndex } from '@persona/search';
import { findRun } from './launch/lock.ts';
import { createTerminal, type Terminal } from './launch/terminal.ts';
import { backUp, backUpAgainAndAgain, checkRestore, restore } from './persona/backup/commands.ts';
import { copyDocuments } from './persona/copy-documents.ts';
import { copyFiles } from './persona/copy-files.ts';
import { addModel, listModels } from './persona/models.ts';
import { openQueues } from './persona/queues.ts';
import { isPassing, patiently } from './persona/patiently.ts';
import { rebuild } from './persona/rebuild.ts';
import { UserError } from './persona/user-error.ts';
import { createClient } from './sample/client.ts';
import { signInLink } from './sample/sign-in-link.ts';

const USAGE = `npm run persona -- <command>

  config                        the settings as they are in effect, where each comes from, secrets left out
  doctor                        checks versions, disk, stores, workers and what waits, and says what to do; exit code 1 when something is wrong
  rebuild [--all]               puts pages that the search index lacks into the queue and follows them; --all: every page. Answering goes on
  copy --from URL --to URL      moves the documents of an install that is stopped into an empty store; called again it goes on where it ended
       [--from-blobs URL --to-blobs URL]   and its files; S3_… in the environment belong to both
  sign-in [--address URL]       prints a link that signs a browser in to the console, once and within a minute
  backup [PLACE] [--keep N] [--repeat]   documents and files of a running install into a folder or s3://bucket/prefix; what is there already is not written again. Default: BACKUP_DIR, BACKUP_KEEP; --repeat: every BACKUP_INTERVAL_HOURS, until it is stopped
  restore [PLACE] [--at NAME]   puts the newest back-up, or that one, into the empty install that the environment names
       [--check]                reads all of a back-up, starts a scratch install from it and asks ten questions; touches nothing else
  compact                       gives the room that removed documents held back to the disk, while Persona runs
  pause|resume ingest|media     workers take nothing new from a queue, or do again
  models list                   the embedding models that can run here, without a server
  models add NAME [--from FOLDER]   downloads one, or takes it from a folder, with the program that runs it, and tries it

The environment and .env say which install, as for npm start.`;

const commands: Record<string, (args: string[], terminal: Terminal) => Promise<number>> = {
  async config(args, terminal) {
    read(args, {});
    for (const { name, nearest } of unknownNames(envFile, process.env))
      terminal.say(unknownNameText(name, nearest));
    type Value = string | number | boolean | readonly string[] | undefined;
    const config = loadConfig() as unknown as Record<string, Value>;
    for (const [setting, { secret, fallback }] of Object.entries<Setting<unknown>>(settings)) {
      const from = ownEnvironment[setting]?.trim()
        ? 'environment'
        : envFile[setting]?.trim()
          ? '.env'
          : fallback === undefined
            ? 'unset'
            : 'default';
      const value = config[setting];
      const shown =
        value === undefined || value === '' ? '' : secret ? '(secret)' : withoutPassword(String(value));
      terminal.say(`  ${setting.padEnd(34)}${from.padEnd(13)}${shown}`.trimEnd());
    }
    return 0;
  },

  async doctor(args, terminal) {
    read(args, {});
    const config = loadConfig();
    let wrong = 0;
    for await (const { part, state, text, todo } of diagnose(config, findRun(config.PERSONA_DATA_DIR))) {
      if (state === 'wrong') wrong++;
      const mark = { ok: 'ok   ', note: 'note ', wrong: 'WRONG' }[state];
      terminal.progress(part, `${mark}  ${text}`, true);
      if (todo) terminal.progress('', `       → ${todo}`, true);
    }
    terminal.say(wrong === 0 ? '\nNothing is wrong.' : `\n${wrong} of these must be put right.`);
    return wrong === 0 ? 0 : 1;
  },

  async rebuild(args, terminal) {
    const { all } = read(args, { all: { type: 'boolean', default: false } });
    const config = loadConfig();
    requireInstall(config);
    await using closing = new AsyncDisposableStack();
    const documents = closing.adopt(await openDocuments(config.DOCUMENTS_URL), (store) => store.close());
    const search = closing.adopt(
      await openSearchIndex(config.SEARCH_URL, { apiKey: config.SEARCH_API_KEY }),
      (index) => index.close(),
    );
    const producer = closing.adopt(await openQueues(config), (one) => one.close());
    await reach(storeOf(config, 'search'), () => search.ready());
    const result = await rebuild(
      { documents, search, producer },
      {
        all: all === true,
        looking: (personas, pages) =>
          terminal.progress('looking', `${number(personas)} personas, ${number(pages)} pages to index`),
        indexing: (done, total) => terminal.progress('indexing', bar(done, total)),
        stuck: (reason) => terminal.say(reason),
      },
    );
    terminal.progress(
      'index',
      result.queued + result.underWay === 0
        ? `complete: nothing was missing in ${number(result.personas)} personas`
        : `${number(result.queued + result.underWay - result.failed)} pages indexed in ${result.seconds.toFixed(1)} s` +
            (result.underWay > 0 ? `, ${number(result.underWay)} of which were in the queue already` : ''),
      true,
    );
    if (result.failed > 0)
      terminal.say(`${number(result.failed)} pages failed; GET /api/kb/training-data tells why.`);
    for (const { scope, reason } of result.unreadable) terminal.say(`${scope} was left out: ${reason}`);
    return result.failed + result.unreadable.length === 0 ? 0 : 1;
  },

  async copy(args, terminal) {
    const urls = read(args, {
      from: { type: 'string' },
      to: { type: 'string' },
      'from-blobs': { type: 'string' },
      'to-blobs': { type: 'string' },
    });
    const { from: fromUrl, to: toUrl, 'from-blobs': fromBlobs, 'to-blobs': toBlobs } = urls;
    if (typeof fromUrl !== 'string' || typeof toUrl !== 'string' || fromUrl === toUrl)
      throw new UserError('copy needs --from and --to, two different stores.');
    if ((fromBlobs === undefined) !== (toBlobs === undefined))
      throw new UserError('--from-blobs and --to-blobs go together.');
    if (fromUrl.startsWith('sqlite:') && !existsSync(fromUrl.slice('sqlite:'.length)))
      throw new UserError(`There is no ${fromUrl.slice('sqlite:'.length)} to copy from.`);
    const config = loadConfig();
    await using closing = new AsyncDisposableStack();
    const from = closing.adopt(await openDocuments(fromUrl, '--from'), (store) => store.close());
    const to = closing.adopt(await openDocuments(toUrl, '--to'), (store) => store.close());
    const copied = await copyDocuments(from, to, {
      copying: (done, total) => terminal.progress('documents', bar(done, total)),
      verifying: (done, total) => terminal.progress('documents', `${bar(done, total)}  comparing`),
      // Files are copied before the target counts as complete.
      beforeEnd: async () => {
        if (typeof fromBlobs !== 'string' || typeof toBlobs !== 'string') return;
        await using stores = new AsyncDisposableStack();
        const open = async (url: string) =>
          stores.adopt(await openFiles(config, url), (store) => store.close());
        const result = await copyFiles(from.media, await open(fromBlobs), await open(toBlobs), {
          tell: (done, total) => terminal.progress('files', bar(done, total)),
        });
        terminal.progress(
          'files',
          `${number(result.files)} (${megabytes(result.bytes)}), every hash is the one in its document`,
          true,
        );
        if (result.absent > 0)
          terminal.say(`${number(result.absent)} files are missing in the source as well.`);
      },
    });
    terminal.progress('documents', `${number(copied.documents)}, counts and hashes equal`, true);
    if (fromBlobs === undefined && copied.media > 0)
      terminal.say('Files were not copied: there was no --from-blobs and --to-blobs.');
    terminal.say(
      'The search index is not copied: the workers fill it from the documents, and npm run persona -- rebuild shows how far they are.',
    );
    return 0;
  },

  async backup(args, terminal) {
    const { values, positionals } = readWith(args, {
      keep: { type: 'string' },
      repeat: { type: 'boolean', default: false },
    });
    const config = loadConfig();
    const place = placeOf(config, positionals);
    const keep = values['keep'] === undefined ? config.BACKUP_KEEP : Number(values['keep']);
    if (!Number.isInteger(keep) || keep < 1) throw new UserError('--keep needs a whole number from 1 on.');
    requireInstall(config);
    const make = values['repeat'] === true ? backUpAgainAndAgain : backUp;
    return make(config, place, keep, terminal);
  },

  async restore(args, terminal) {
    const { values, positionals } = readWith(args, {
      at: { type: 'string' },
      check: { type: 'boolean', default: false },
    });
    const config = loadConfig();
    const at = typeof values['at'] === 'string' ? values['at'] : undefined;
    const put = values['check'] === true ? checkRestore : restore;
    return put(config, placeOf(config, positionals), at, terminal);
  },

  async compact(args, terminal) {
    read(args, {});
    const config = loadConfig();
    requireInstall(config);
    const before = await documentsRoom(config.DOCUMENTS_URL);
    await compactDocuments(config.DOCUMENTS_URL, (unused) =>
      terminal.progress('documents', `${megabytes(unused)} of them hold nothing`),
    );
    const after = await documentsRoom(config.DOCUMENTS_URL);
    const sizes = `${megabytes(before.bytes)} before, ${megabytes(after.bytes)} now`;
    terminal.progress('documents', `${sizes}, ${megabytes(after.unused)} of them hold nothing`, true);
    return 0;
  },

  async models([verb, ...args], terminal) {
    const folder = loadConfig().MODELS_DIR;
    if (verb === 'list') {
      read(args, {});
      for (const { name, text } of await listModels(folder)) terminal.say(`  ${name.padEnd(20)}${text}`);
      return 0;
    }
    const [name, ...rest] = args;
    if (verb !== 'add' || name === undefined || name.startsWith('-'))
      throw new UserError('models list, or models add NAME [--from FOLDER].');
    const { from } = read(rest, { from: { type: 'string' } });
    const added = await addModel(folder, name, {
      from: typeof from === 'string' ? from : undefined,
      progress: (what, text) => terminal.progress(what, text),
    });
    terminal.progress(
      'ready',
      `${added.name}: ${added.dimension} dimensions, ${added.milliseconds.toFixed(1)} ms a question`,
      true,
    );
    terminal.say(
      `Write EMBEDDING_MODEL=${added.name} into .env and start again: what is stored gets its vectors in the background.`,
    );
    return 0;
  },

  async 'sign-in'(args, terminal) {
    const config = loadConfig();
    const { address = config.PUBLIC_URL ?? `http://127.0.0.1:${config.PORT}` } = read(args, {
      address: { type: 'string' },
    });
    const file = path.join(config.PERSONA_DATA_DIR, 'admin.key');
    const key =
      config.PERSONA_ADMIN_KEY ?? (existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined);
    if (key === undefined)
      throw new UserError(
        `There is no admin key in ${file}; set PERSONA_ADMIN_KEY, or paste a key into the console.`,
      );
    terminal.say(await signInLink(createClient(String(address), key), String(address)));
    return 0;
  },

  pause: (args, terminal) => setPaused('pause', args, terminal),
  resume: (args, terminal) => setPaused('resume', args, terminal),
};

/** An address without the password that it may carry. */
const withoutPassword = (text: string): string => text.replace(/(?<=:\/\/[^/@]*:)[^/@]*(?=@)/, '(secret)');

function placeOf(config: Config, positionals: readonly string[]): string {
  const place = positionals[0] ?? config.BACKUP_DIR;
  if (place === undefined || positionals.length > 1)
    throw new UserError('Which folder or s3://bucket/prefix? Name it, or set BACKUP_DIR.');
  return place;
}

async function setPaused(verb: 'pause' | 'resume', args: string[], terminal: Terminal): Promise<number> {
  const queue = args[0] as QueueName;
  if (args.length !== 1 || !queueNames.includes(queue))
    throw new UserError(`Which queue? ${queueNames.join(' or ')}.`);
  const producer = await openQueues(loadConfig());
  try {
    await producer.view[verb](queue);
  } finally {
    await producer.close();
  }
  terminal.progress(queue, verb === 'pause' ? 'paused' : 'goes on', true);
  return 0;
}

/** Refuses to make an empty install where there is none. */
function requireInstall({ DOCUMENTS_URL }: Config): void {
  const file = DOCUMENTS_URL.startsWith('sqlite:') ? DOCUMENTS_URL.slice('sqlite:'.length) : undefined;
  if (file !== undefined && !existsSync(file))
    throw new UserError(
      `There is no install: ${file} is not there. Set PERSONA_DATA_DIR or DOCUMENTS_URL to the one you mean.`,
    );
}

const read = (args: string[], options: ParseArgsOptionsConfig) => readWith(args, options, false).values;

function readWith(args: string[], options: ParseArgsOptionsConfig, allowPositionals = true) {
  try {
    return parseArgs({ args, options, allowPositionals });
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n\n${USAGE}`, { cause: error });
  }
}

const openDocuments = (url: string, setting = 'DOCUMENTS_URL'): Promise<DocumentStore> =>
  reach({ part: 'documents', setting, url }, async () => {
    const store = await openDocumentStore(url);
    try {
      await store.ready();
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  });

/** Opens a store; one that does not answer is named, with why and what to do. */
async function reach<T>(store: Parameters<typeof adviceOn>[0], open: () => Promise<T>): Promise<T> {
  try {
    return await patiently(open);
  } catch (error) {
    if (!isPassing(error)) throw error;
    const { cause } = error as Error;
    const why = cause instanceof Error ? ` (${cause.message})` : '';
    throw new UserError(`${(error as Error).message}${why}\n→ ${adviceOn(store).remedy}`, { cause: error });
  }
}

const openFiles = (config: Config, url: string) => openBlobStore({ ...config, BLOBS_URL: url });

const root = path.dirname(import.meta.dirname);
const ownEnvironment = { ...process.env };
const envFile = loadEnvFile(path.join(root, '.env'));
const [name = 'help', ...rest] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) {
  console.log(USAGE);
  process.exitCode = ['help', '--help', '-h'].includes(name) ? 0 : 1;
} else {
  try {
    process.exitCode = await command(rest, createTerminal());
  } catch (error) {
    const expected =
      error instanceof UserError ||
      error instanceof ConfigError ||
      error instanceof StartupError ||
      error instanceof AppError;
    console.error(expected ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
// The channel to run.mjs would keep this process alive.
if (process.connected) process.disconnect();
