// npm start: Persona on one machine. A private Redis, the four services in three processes, and the sample
// persona at the first start. With --compile it only prepares the start, see compile.ts.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ConfigError,
  keepPrivate,
  loadConfig,
  loadEnvFile,
  requireDocuments,
  unknownNames,
  unknownNameText,
  type Config,
} from '@persona/config';
import { watchRoom } from '@persona/doctor/room';
import { releaseMemoryAtRest } from '@persona/runtime/release-memory';
import { scheduleBackups } from './launch/backups.ts';
import { checkDataFolder, lowRoom } from './launch/check-data-folder.ts';
import { compile } from './launch/compile.ts';
import { LaunchError } from './launch/error.ts';
import { lockDataFolder, type DataFolderLock } from './launch/lock.ts';
import { openLogFile } from './launch/log-file.ts';
import { findFreePort, requireFreePort } from './launch/ports.ts';
import { outlive } from './launch/processes.ts';
import { startRedis, type PrivateRedis } from './launch/redis.ts';
import { superviseProcess, type ServiceProcess } from './launch/service.ts';
import { createTerminal, shellQuote } from './launch/terminal.ts';
import { createClient } from './sample/client.ts';
import { ask } from './sample/request.ts';
import { signInLink } from './sample/sign-in-link.ts';
import { askSample, loadSample, type Loaded, type Sample } from './sample/sample.ts';

const root = path.dirname(import.meta.dirname);
/** How long the processes of a killed run may take to exit by themselves. */
const LEFTOVER_TIMEOUT_MS = 15_000;
const READY_TIMEOUT_MS = 60_000;
const READY_ANSWER_TIMEOUT_MS = 5000;
/**
 * npm repeats Ctrl-C to a program that already had it from the terminal; the repetition does not count as a
 * second signal.
 */
const SECOND_SIGNAL_DELAY_MS = 500;
const SERVICES = ['chat', 'ingest-worker', 'media-worker', 'api'] as const;
type ServiceName = (typeof SERVICES)[number];
/** The processes by name, each with its services. */
type Plan = Readonly<Record<string, readonly ServiceName[]>>;
const FEW: Plan = { chat: ['chat'], workers: ['ingest-worker', 'media-worker'], api: ['api'] };
const SEPARATE: Plan = Object.fromEntries(SERVICES.map((name) => [name, [name]]));

const terminal = createTerminal();
const running: {
  lock?: DataFolderLock;
  redis?: PrivateRedis;
  backups?: { stop(): void };
  processes: Map<ServiceName, ServiceProcess>;
} = { processes: new Map() };
let stoppingSince: number | undefined;

/**
 * Stops in order: no new requests, then the workers finish their jobs, then the services that they use. Then
 * this process exits.
 */
async function stop(code: number): Promise<void> {
  stoppingSince ??= Date.now();
  running.backups?.stop();
  const stopService = (name: ServiceName) => running.processes.get(name)?.stop();
  await stopService('api');
  await Promise.all([stopService('ingest-worker'), stopService('media-worker')]);
  await stopService('chat');
  await running.redis?.stop();
  running.lock?.release();
  process.exit(code);
}

/** For when an ordered stop would take too long or can't be relied on. */
function kill(code: number): never {
  running.backups?.stop();
  for (const one of running.processes.values()) one.kill();
  running.redis?.kill();
  running.lock?.release();
  process.exit(code);
}

function fail(error: unknown): void {
  if (stoppingSince !== undefined) return;
  const expected = error instanceof LaunchError || error instanceof ConfigError;
  console.error(expected ? error.message : error);
  void stop(1);
}

function onSignal(): void {
  if (stoppingSince === undefined) {
    terminal.say('\nStopping. Ctrl-C again stops at once.');
    void stop(0);
  } else if (Date.now() - stoppingSince > SECOND_SIGNAL_DELAY_MS) kill(130);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
// npm start is a chain of processes; when the one before this dies silently, nothing could stop this one any
// more.
if (process.send) process.on('disconnect', onSignal);
else if (process.env['npm_lifecycle_event']) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    onSignal();
  }, 1000).unref();
}
process.on('uncaughtException', (error) => {
  console.error(error);
  kill(1);
});

async function launch(): Promise<void> {
  const envFile = path.join(root, '.env');
  const inFile = loadEnvFile(envFile);
  for (const { name, nearest } of unknownNames(inFile, process.env))
    terminal.say(unknownNameText(name, nearest));
  const config = loadConfig();
  const dataDir = config.PERSONA_DATA_DIR;
  const logs = path.join(dataDir, 'logs');

  for (const place of keepPrivate(config, [envFile]))
    terminal.say(`Other users of this machine could read ${place}; it is closed now.`);
  requireDocuments(config);
  running.lock = lockDataFolder(dataDir, addressOf(config.HOST, config.PORT));
  const { lock } = running;
  if (lock.leftovers.length > 0) {
    const names = lock.leftovers.map(({ name }) => name).join(', ');
    terminal.say(`The last run was cut off; waiting for its processes to leave (${names}).`);
    await outlive(lock.leftovers, LEFTOVER_TIMEOUT_MS);
  }
  checkDataFolder(dataDir);
  const room = lowRoom(dataDir);
  if (room) terminal.say(room);
  await requireFreePort(config.HOST, config.PORT);

  const began = Date.now();
  terminal.progress('data', dataDir, true);
  const shared = { say: terminal.say, note: lock.note, fail };
  if (config.REDIS_URL === undefined) {
    terminal.progress('redis', 'starting a private one');
    running.redis = await startRedis({ ...shared, dataDir, log: openLogFile(path.join(logs, 'redis.log')) });
    lock.noteRedis(running.redis.url);
    terminal.progress('redis', 'private, its data in the data folder', true);
  } else terminal.progress('redis', 'the one of REDIS_URL', true);

  const keyFile = path.join(dataDir, 'admin.key');
  const keyIsNew = config.PERSONA_ADMIN_KEY === undefined && !existsSync(keyFile);
  const port = await startServices(config, (name, services, env) =>
    superviseProcess({
      ...shared,
      name,
      services,
      root,
      env,
      log: openLogFile(path.join(logs, `${name}.log`)),
      lifeline: () => running.redis?.lifeline(),
    }),
  );
  terminal.progress(
    'services',
    `${SERVICES.toReversed().join(', ')}: ready in ${((Date.now() - began) / 1000).toFixed(1)} s`,
    true,
  );

  watchRoom(dataDir);
  const { BACKUP_DIR: backupDir } = config;
  if (backupDir !== undefined) {
    running.backups = scheduleBackups({
      root,
      env: { ...process.env, PERSONA_DATA_DIR: dataDir },
      log: openLogFile(path.join(logs, 'backup.log')),
      intervalHours: config.BACKUP_INTERVAL_HOURS,
      // Only who wants back-ups has the stores loaded into this process.
      lastAt: async () => (await import('./persona/backup/backup.ts')).lastBackupAt(config, backupDir),
      say: terminal.say,
    });
    terminal.progress('back-ups', `every ${config.BACKUP_INTERVAL_HOURS} h into ${backupDir}`, true);
  }

  const address = addressOf(config.HOST, port);
  const filling = await fillingOf(address);
  if (filling)
    terminal.progress(
      'index',
      filling.startsWith('filling')
        ? `${filling}: until it is whole, replies say what they may lack`
        : `${filling}: until it is whole, the one of the version before answers`,
      true,
    );
  const key = config.PERSONA_ADMIN_KEY ?? readKey(keyFile);
  const open = config.PERSONA_AUTH === 'off';
  const sample = {
    client: createClient(address, open ? undefined : key),
    terminal,
    folder: path.join(root, 'samples', 'ada-moreau'),
    dataDir,
  };
  const loaded = config.PERSONA_SAMPLE === 'on' && (open || key) ? await introduce(sample) : undefined;

  const given = config.PERSONA_ADMIN_KEY !== undefined;
  terminal.say('');
  terminal.progress('address', `${address}  (documentation: ${address}/docs)`, true);
  if (open) terminal.progress('admin key', 'none needed: PERSONA_AUTH=off', true);
  else if (given) terminal.progress('admin key', 'the one of PERSONA_ADMIN_KEY', true);
  else if (keyIsNew && key)
    terminal.progress('admin key', `${key}  (shown this once; kept in ${keyFile})`, true);
  else if (key === undefined)
    terminal.progress(
      'admin key',
      `${keyFile} is not there; for a new key set PERSONA_ADMIN_KEY=psk_<id>_<secret>`,
      true,
    );
  else if (!(await opens(address, key)))
    terminal.progress(
      'admin key',
      `${keyFile} is not the key of this install: restore it, or set PERSONA_ADMIN_KEY=psk_<id>_<secret> to a new one`,
      true,
    );
  else terminal.progress('admin key', `in ${keyFile}`, true);
  terminal.progress('logs', logs, true);
  const token = given ? '$PERSONA_ADMIN_KEY' : `$(cat ${shellQuote(keyFile)})`;
  const body = JSON.stringify({ chat_data: { user_id: 'me', message: loaded?.question ?? 'Hello' } });
  const headers = `${open ? '' : `-H "Authorization: Bearer ${token}" `}-H 'Content-Type: application/json'`;
  terminal.progress('try it', `curl -s ${address}/api/kb/v2/chat ${headers} -d ${shellQuote(body)}`, true);
  // Last, because a minute begins when it is made.
  if (open) terminal.progress('console', `${address}/`, true);
  else if (key) {
    const link = await signInLink(sample.client, address).catch(() => `${address}/`);
    terminal.progress('console', `${link}  (signs in once, within a minute)`, true);
  } else terminal.progress('console', `${address}/  (sign in with a key)`, true);
  releaseMemoryAtRest();
  terminal.say('\nPersona is running. Ctrl-C stops it.');
}

/**
 * Loads the sample persona and asks it a question. This is not a condition of the start: when it fails,
 * Persona runs without the sample.
 */
async function introduce(sample: Sample): Promise<Loaded | undefined> {
  let loaded: Loaded | undefined;
  try {
    loaded = await loadSample(sample);
    if (loaded) await askSample(sample, loaded);
  } catch (error) {
    if (stoppingSince !== undefined) return undefined;
    const what = loaded ? 'did not answer' : 'is not complete, the next start goes on with it';
    terminal.say(`The sample persona ${what}: ${(error as Error).message}`);
  }
  return loaded;
}

/**
 * Starts all four services at once and returns the gateway's port when each reports on /readyz that it works.
 */
async function startServices(
  config: Config,
  start: (name: string, services: readonly ServiceName[], env: NodeJS.ProcessEnv) => ServiceProcess,
): Promise<number> {
  const chatPort = await findFreePort();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PERSONA_DATA_DIR: config.PERSONA_DATA_DIR,
    REDIS_URL: config.REDIS_URL ?? running.redis?.url,
    CHAT_URL: `http://127.0.0.1:${chatPort}`,
    INTERNAL_HOST: '127.0.0.1',
    INTERNAL_PORT: '0',
    INTERNAL_TOKEN: config.INTERNAL_TOKEN ?? randomBytes(24).toString('hex'),
  };
  terminal.progress('services', 'starting');
  // Spans bear the name of their process's service.
  const separate =
    config.PERSONA_PROCESSES === 'separate' || config.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined;
  for (const [name, services] of Object.entries(separate ? SEPARATE : FEW)) {
    const chat = services.includes('chat');
    const started = start(name, services, chat ? { ...env, INTERNAL_PORT: String(chatPort) } : env);
    for (const service of services) running.processes.set(service, started);
  }
  const ports = await Promise.all(
    SERVICES.map(async (name) => {
      const port = await untilServing(name);
      await untilReady(name, name === 'api' ? addressOf(config.HOST, port) : `http://127.0.0.1:${port}`);
      return [name, port] as const;
    }),
  );
  return Object.fromEntries(ports)['api'] ?? 0;
}

async function untilServing(name: ServiceName): Promise<number> {
  const tooLate = new AbortController();
  const limit = sleep(READY_TIMEOUT_MS, undefined, { signal: tooLate.signal, ref: false });
  try {
    const ports = await Promise.race([running.processes.get(name)?.ready, limit]);
    const port = ports?.get(name);
    if (port === undefined) throw notReady(name, 'it still starts, see above');
    return port;
  } finally {
    tooLate.abort();
    limit.catch(() => {});
  }
}

async function untilReady(name: ServiceName, address: string): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  let state = 'no answer';
  while (Date.now() < deadline) {
    try {
      const answer = await ask(`${address}/readyz`, { timeoutMs: READY_ANSWER_TIMEOUT_MS });
      if (answer.ok) return;
      const { parts = {} } = answer.json() as { parts?: Record<string, string> };
      state = Object.entries(parts)
        .filter(([, part]) => part !== 'ok')
        .map((part) => part.join(': '))
        .join(', ');
    } catch {
      // Between two starts of a service nothing listens.
    }
    await sleep(50);
  }
  throw notReady(name, state);
}

const notReady = (name: ServiceName, state: string) =>
  new LaunchError(
    `${name} is not ready after ${READY_TIMEOUT_MS / 1000} s (${state}). Its log is ${path.join('logs', `${running.processes.get(name)?.name ?? name}.log`)} in the data folder.`,
  );

/** How full the search index is, where it is not whole. */
async function fillingOf(address: string): Promise<string | undefined> {
  try {
    const answer = await ask(`${address}/readyz`, { timeoutMs: READY_ANSWER_TIMEOUT_MS });
    const { parts = {} } = answer.json() as { parts?: Record<string, string> };
    return parts['index'] === 'ok' ? undefined : parts['index'];
  } catch {
    return undefined;
  }
}

/** Whether the gateway takes a key. */
async function opens(address: string, key: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${key}` };
  const answer = await ask(`${address}/api/admin/keys?limit=1`, { headers }).catch(() => undefined);
  return answer?.status !== 401;
}

/** The URL under which this machine reaches the gateway. */
function addressOf(host: string, port: number): string {
  const reachable = ['0.0.0.0', '::', ''].includes(host) ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/** Undefined where the key was made by another machine of the same install. */
function readKey(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

await (process.argv.includes('--compile') ? compile() : launch().catch(fail));
