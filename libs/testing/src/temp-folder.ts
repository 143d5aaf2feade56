import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface TempFolder {
  /** Absolute. */
  readonly path: string;
  /** Removes the folder with its content; otherwise that happens at the end of the process. */
  remove(): void;
  [Symbol.dispose](): void;
}

/**
 * Makes an empty folder: `using folder = tempFolder()` in a test, or `afterAll(() => folder.remove())` for a
 * suite.
 */
export function tempFolder(): TempFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'persona-test-'));
  const remove = () => {
    process.removeListener('exit', remove);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.on('exit', remove);
  return { path: folder, remove, [Symbol.dispose]: remove };
}
