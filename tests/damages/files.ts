import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  globSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { eventually, freePort, tempFolder } from '@persona/testing';
import { createPerson, type Person } from './person.ts';
import { warnings } from './warnings.ts';

const root = path.join(import.meta.dirname, '../..');
/** Root may read every file, so installs run as this user where we are root. */
const NOBODY = 65_534;
const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
/** How long damage may take to heal before it counts as not healed. */
const HEAL_TIMEOUT_MS = 90_000;

/** The files of a data folder, by what they are. */
const FILES: Record<string, string> = {
  documents: 'documents.db',
  'documents, last writes': 'documents.db-wal',
  'search index': 'search/*.sqlite',
  'queue, log': 'redis/appendonlydir/*.incr.aof',
  'queue, manifest': 'redis/appendonlydir/*.manifest',
  'a voice as it was sent': 'blobs/**/original*',
  'a rendition of a voice': 'blobs/**/voice.*',
  'admin key': 'admin.key',
  'record of the run': 'run/record.json',
  'lock of the run': 'run/lock',
  log: 'logs/api.log',
  'notes of room': 'logs/room.json',
};

const DAMAGES: Record<string, (file: string) => void> = {
  truncated: (file) => truncateSync(file, Math.floor(statSync(file).size / 2)),
  noise: (file) => writeFileSync(file, randomBytes(Math.max(64, statSync(file).size))),
  removed: (file) => rmSync(file),
  'other owner': (file) => {
    chownSync(file, 1, 1);
    chmodSync(file, 0o600);
  },
  'mode 000': (file) => chmodSync(file, 0),
};

export interface Row {
  part: string;
  damage: string;
  /** What was said, at the terminal, in logs, by doctor. */
  said: string[];
  outcome: 'healed' | 'named' | 'NOT SAID';
  seconds: number;
}

/** Damages each file of a data folder in each way, starts Persona on it, and tells what happened. */
export async function* damageFiles(only: string, say: (line: string) => void): AsyncGenerator<Row> {
  using template = tempFolder();
  own(template.path);
  const first = await start(template.path);
  const key = readFileSync(path.join(template.path, 'admin.key'), 'utf8').trim();
  const person = createPerson(first.url, key);
  await person.settle();
  // As a power cut leaves it, with what was written last beside the documents.
  await first.kill();
  say(`an install of ${readdirSync(template.path, { recursive: true }).length} files`);
  for (const [part, pattern] of Object.entries(FILES)) {
    if (!part.includes(only)) continue;
    const [found] = globSync(pattern, { cwd: template.path });
    if (found === undefined) {
      say(`there is no ${pattern}`);
      continue;
    }
    for (const [damage, inflict] of Object.entries(DAMAGES)) {
      using folder = tempFolder();
      cpSync(template.path, folder.path, { recursive: true, preserveTimestamps: true });
      own(folder.path);
      // What the logs say from now on is about the damage.
      if (!found.startsWith('logs')) rmSync(path.join(folder.path, 'logs'), { recursive: true });
      inflict(path.join(folder.path, found));
      yield await observe(folder.path, { part, damage, visit: (url) => person.at(url, key) });
    }
  }
}

/** Gives everything in the folder to the user that installs run as. */
function own(folder: string): void {
  if (user.uid === undefined) return;
  chownSync(folder, NOBODY, NOBODY);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(folder, name);
    if (!lstatSync(file).isSymbolicLink()) chownSync(file, NOBODY, NOBODY);
  }
}

async function observe(
  folder: string,
  { part, damage, visit }: { part: string; damage: string; visit: (url: string) => Person },
): Promise<Row> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const install = await start(folder);
  const said = () => [...new Set([...install.said(), ...warnings(folder)])];
  if (!install.isRunning()) return { part, damage, said: said(), outcome: 'named', seconds: seconds() };
  const again = visit(install.url);
  const whole = await eventually(() => again.hasAll(), { timeoutMs: HEAL_TIMEOUT_MS, intervalMs: 500 }).then(
    () => true,
    () => false,
  );
  const took = seconds();
  const doctor = (await runPersona(folder, ['doctor'])).filter((line) => line.includes('WRONG'));
  // Only a back-up reads all of every file.
  using copy = tempFolder();
  own(copy.path);
  const backup = part.includes('voice') ? await runPersona(folder, ['backup', copy.path]) : [];
  const damaged = backup.filter((line) =>
    /missing in this install|not what its document says|could not be backed up/.test(line),
  );
  const readiness = await again.readiness();
  await install.stop();
  const all = [...said(), ...doctor, ...damaged, ...(readiness === '200' ? [] : [readiness])];
  // What is served again, but not as it was, is named.
  const isHealed = whole && doctor.length === 0 && damaged.length === 0;
  const outcome = isHealed ? 'healed' : all.length > 0 ? 'named' : 'NOT SAID';
  return { part, damage, said: all, outcome, seconds: took };
}

interface Started {
  readonly url: string;
  isRunning(): boolean;
  /** What it printed beside what it always prints. */
  said(): string[];
  stop(): Promise<void>;
  /** Ends it and all its processes at once. */
  kill(): Promise<void>;
}

/** What every start prints. */
const USUAL =
  /^\s*$|^ *(data|redis|services|address|admin key +(in|psk_)|logs|try it|console) |Persona is running|Stopping|cut off; waiting/;

/** Starts Persona on the folder and resolves when it runs or has given up. */
async function start(folder: string): Promise<Started> {
  const port = await freePort();
  const child = spawn(process.execPath, [path.join(root, 'scripts/launch.ts')], {
    ...user,
    detached: true,
    env: settingsOf(folder, port),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const closed = once(child, 'close');
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  await eventually(() => hasEnded() || output.includes('Persona is running.'), { timeoutMs: 180_000 });
  return {
    url: `http://127.0.0.1:${port}`,
    isRunning: () => !hasEnded(),
    said: () =>
      output
        .split('\n')
        .filter((line) => !USUAL.test(line))
        .map((line) => line.trim()),
    async stop() {
      child.kill('SIGTERM');
      await closed;
    },
    async kill() {
      const record = readFileSync(path.join(folder, 'run', 'record.json'), 'utf8');
      const { processes } = JSON.parse(record) as { processes: { pid: number }[] };
      child.kill('SIGKILL');
      for (const { pid } of processes) process.kill(pid, 'SIGKILL');
      await closed;
    },
  };
}

/** The environment of an install that is on this folder alone. */
function settingsOf(folder: string, port: number): NodeJS.ProcessEnv {
  const { PATH, TMPDIR } = process.env;
  return {
    PATH,
    ...(TMPDIR !== undefined && { TMPDIR }),
    HOME: folder,
    PERSONA_DATA_DIR: folder,
    PORT: String(port),
    PERSONA_SAMPLE: 'off',
  };
}

/** Runs an operator's command beside the install, as its user, and returns what it says. */
async function runPersona(folder: string, args: readonly string[]): Promise<string[]> {
  const child = spawn(process.execPath, [path.join(root, 'scripts/persona.ts'), ...args], {
    ...user,
    env: settingsOf(folder, 1),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  return output.split('\n').map((line) => line.trim());
}
