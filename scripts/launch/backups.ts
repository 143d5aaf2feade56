import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { LogFile } from './log-file.ts';

const HOUR_MS = 3_600_000;
const CHECK_INTERVAL_MS = 60_000;
/** After a back-up that failed, for instance because its disk was not there. */
const RETRY_DELAY_MS = HOUR_MS;

export interface BackupScheduleOptions {
  root: string;
  env: NodeJS.ProcessEnv;
  log: LogFile;
  intervalHours: number;
  /** When the newest back-up was made; undefined when there is none. */
  lastAt(): Promise<Date | undefined>;
  say(line: string): void;
  checkIntervalMs?: number;
}

/**
 * Makes a back-up whenever the newest one in BACKUP_DIR is older than the interval, in a process of its own
 * beside the services. What it says is in the log; a failure is also said here.
 */
export function scheduleBackups({
  root,
  env,
  log,
  intervalHours,
  lastAt,
  say,
  checkIntervalMs = CHECK_INTERVAL_MS,
}: BackupScheduleOptions): { stop(): void } {
  let child: ChildProcess | undefined;
  let notBefore = 0;
  let stopped = false;

  const makeOne = () => {
    let said = '';
    child = spawn(process.execPath, [path.join(root, 'scripts/persona.ts'), 'backup'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        log.write(chunk);
        said = (said + chunk.toString()).slice(-4096);
      });
    child.on('error', (error) => (said = error.message));
    child.on('close', (code) => {
      child = undefined;
      if (code === 0 || stopped) return;
      notBefore = Date.now() + RETRY_DELAY_MS;
      say(
        `back-up: failed, and tried again in an hour: ${said.trim().split('\n').at(-1)}; its log is ${log.path}`,
      );
    });
  };
  const check = async () => {
    if (child || stopped || Date.now() < notBefore) return;
    // A place that can't be looked at is told by the attempt to write there.
    const last = await lastAt().catch(() => undefined);
    if (child || stopped) return;
    if (last === undefined || Date.now() - last.getTime() >= intervalHours * HOUR_MS) makeOne();
  };
  void check();
  const timer = setInterval(() => void check(), checkIntervalMs);
  timer.unref();
  return {
    stop: () => {
      stopped = true;
      clearInterval(timer);
      child?.kill('SIGTERM');
    },
  };
}
