import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkDataFolder } from './check-data-folder.ts';
import { LaunchError } from './error.ts';
import { lockDataFolder } from './lock.ts';
import { birthOf, isAlive, outlive } from './processes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'persona lock '));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Another launcher: takes the folder, records a long-lived process, prints its number, and waits to be ended.
 */
async function otherLauncher(): Promise<{ launcher: ChildProcess; noted: number }> {
  const code = `
    import { spawn } from 'node:child_process';
    import { lockDataFolder } from ${JSON.stringify(path.join(import.meta.dirname, 'lock.ts'))};
    const lock = lockDataFolder(${JSON.stringify(folder)}, 'http://127.0.0.1:3000');
    const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
    lock.note('sleep', child.pid);
    process.on('SIGTERM', () => { child.kill(); lock.release(); process.exit(0); });
    console.log(child.pid);`;
  const launcher = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [pid] = (await once(launcher.stdout, 'data')) as [Buffer];
  return { launcher, noted: Number(pid.toString()) };
}

test('a second launcher is told who has the folder; after an ordered end nothing is left of the first', async () => {
  const { launcher } = await otherLauncher();
  expect(() => lockDataFolder(folder, 'x')).toThrow(
    new RegExp(`already running .*process ${launcher.pid}, http://127\\.0\\.0\\.1:3000`),
  );
  launcher.kill('SIGTERM');
  await once(launcher, 'exit');
  expect(readdirSync(folder)).toEqual([]);
  lockDataFolder(folder, 'x').release();
});

test('a lock whose file is damaged can be taken by one, and one that is held stays held', async () => {
  const file = path.join(folder, 'run', 'lock');
  const spoil = () => writeFileSync(file, 'noise that is no database'.repeat(400));
  mkdirSync(path.dirname(file));
  spoil();
  const { launcher } = await otherLauncher();
  expect(() => lockDataFolder(folder, 'x')).toThrow(/already running/);
  spoil();
  expect(() => lockDataFolder(folder, 'x')).toThrow(/already running/);
  launcher.kill('SIGKILL');
  await once(launcher, 'exit');
  lockDataFolder(folder, 'x').release();
});

test('a killed launcher holds nothing, and what it left alive is found by its birth, not by its number alone', async () => {
  const { launcher, noted } = await otherLauncher();
  launcher.kill('SIGKILL');
  await once(launcher, 'exit');

  const lock = lockDataFolder(folder, 'x');
  expect(lock.leftovers).toEqual([{ name: 'sleep', pid: noted, born: birthOf(noted) }]);
  expect(isAlive({ pid: noted, born: 'another time' })).toBe(false);
  await outlive(lock.leftovers, 0);
  expect(birthOf(noted)).toBeUndefined();
  lock.release();
  expect(existsSync(path.join(folder, 'run'))).toBe(false);
});

test('only a lock that is held means that Persona runs; whatever else prevents it is named', () => {
  // A folder in the place of the lock's file can't be opened, as a file on a full disk can't.
  mkdirSync(path.join(folder, 'run', 'lock'), { recursive: true });
  expect(() => lockDataFolder(folder, 'x')).toThrow(LaunchError);
  expect(() => lockDataFolder(folder, 'x')).toThrow(/lock can't be used \(unable to open database file\)/);
});

test('what belongs to somebody else in the data folder is named at once, all of it', () => {
  for (const made of ['redis/appendonlydir', 'search', 'blobs/ins_A'])
    mkdirSync(path.join(folder, made), { recursive: true });
  const blocked = ['documents.db', 'blobs', 'search', 'redis/appendonlydir/a.aof', 'search/ins_A.sqlite'];
  for (const file of ['admin.key', blocked[0], blocked[3], blocked[4]])
    writeFileSync(path.join(folder, file ?? ''), '');
  checkDataFolder(folder);
  const others = blocked.map((name) => path.join(folder, name));
  const check = () => checkDataFolder(folder, (place) => !others.includes(place));
  expect(check).toThrow(LaunchError);
  for (const name of others.slice(0, 2)) expect(check).toThrow(`${name} `);
  // The queue and the index are replaced by themselves.
  expect(check).not.toThrow(/ins_A\.sqlite|a\.aof|search/);
});

test('a folder that cannot be written is one sentence with the remedy', () => {
  const file = path.join(folder, 'file');
  writeFileSync(file, '');
  expect(() => lockDataFolder(path.join(file, 'data'), 'x')).toThrow(LaunchError);
  expect(() => lockDataFolder(path.join(file, 'data'), 'x')).toThrow(
    /a file stands where a folder.*PERSONA_DATA_DIR/,
  );
});
