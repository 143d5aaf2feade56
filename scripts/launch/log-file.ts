import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';

export interface LogFile {
  readonly path: string;
  write(chunk: string | Uint8Array): void;
  close(): void;
}

/**
 * A log that takes at most about twice `maxBytes`: when it is full it becomes `<file>.1` and replaces the
 * previous one. Writing is synchronous: the launcher serves no requests that would have to wait, and nothing
 * is lost when it dies.
 */
export function openLogFile(file: string, maxBytes = 16 * 1024 * 1024): LogFile {
  mkdirSync(path.dirname(file), { recursive: true });
  let descriptor = openSync(file, 'a', 0o600);
  let size = fstatSync(descriptor).size;
  return {
    path: file,
    write: (chunk) => {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      try {
        if (size > 0 && size + bytes.length > maxBytes) {
          renameSync(file, `${file}.1`);
          const full = descriptor;
          descriptor = openSync(file, 'a', 0o600);
          size = 0;
          closeSync(full);
        }
        writeSync(descriptor, bytes);
        size += bytes.length;
      } catch {
        // The disk is full: a log line is not worth ending the running processes.
      }
    },
    close: () => closeSync(descriptor),
  };
}
