import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const file = path.join(import.meta.dirname, '../libs/answers/src/extract/calibration.json');

/** Writes what was learnt beside the earlier results. */
export function keepCalibration(learnt: Record<string, unknown>): void {
  const before = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, `${JSON.stringify({ ...before, ...learnt }, null, 2)}\n`);
}
