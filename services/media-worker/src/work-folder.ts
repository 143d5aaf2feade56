import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { StartupError, storageFault } from '@persona/contracts';

/** The folder in which jobs keep their files while they run. */
export interface WorkFolder {
  /** Runs `use` with an empty folder of its own, which is removed afterwards in any case. */
  within<T>(use: (folder: string) => Promise<T>): Promise<T>;
}

/** Where the worker of a folder can't be identified any more, a folder this old is abandoned. */
const MIN_ABANDONED_AGE_MS = 24 * 60 * 60 * 1000;

/** Opens the folder and removes what killed workers left. Throws a StartupError when it can't be written. */
export async function openWorkFolder(path: string): Promise<WorkFolder> {
  const root = resolve(path);
  const machine = hostname().replaceAll(/[^A-Za-z0-9]/g, '-');
  try {
    await mkdir(root, { recursive: true, mode: 0o700 });
    for (const name of await readdir(root)) {
      if (await isLeft(root, name, machine)) await rm(join(root, name), { recursive: true, force: true });
    }
  } catch (cause) {
    throw new StartupError(storageFault(root, cause), { cause });
  }
  return {
    async within(use) {
      const folder = await mkdtemp(join(root, `${machine}.${process.pid}.`));
      try {
        return await use(folder);
      } finally {
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    },
  };
}

/**
 * Whether the worker that made a folder `<machine>.<pid>.<random>` is gone. This process has made none yet,
 * so a folder with its pid belongs to an earlier process.
 */
async function isLeft(root: string, name: string, machine: string): Promise<boolean> {
  const [owner, pid] = name.split('.');
  if (owner === machine) return Number(pid) === process.pid || !isAlive(Number(pid));
  const found = await stat(join(root, name)).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > MIN_ABANDONED_AGE_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
