import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const file = path.join(import.meta.dirname, '../libs/answers/src/extract/calibration.json');

/**
 * Writes what was learnt beside the earlier results, in the repository's format: `git diff` shows what
 * differs, and over the data of `npm run bench -- data` nothing does.
 */
export function keepCalibration(learnt: Record<string, unknown>): void {
  const before = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const text = JSON.stringify({ ...before, ...learnt }, null, 2);
  const formatted = text.replaceAll(/\[\n[^[\]{}]*\]/g, (list) =>
    list.replaceAll(/\n */g, ' ').replace('[ ', '[').replace(' ]', ']'),
  );
  writeFileSync(file, `${formatted}\n`);
}
