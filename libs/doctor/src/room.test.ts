import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { tempFolder } from '@persona/testing';
import { expect, test } from 'vitest';
import { daysUntilFull, readRoom, recordRoom, type RoomSample } from './room.ts';

const HOUR_MS = 3_600_000;
const samples = (free: (hour: number) => number, hours = 48): RoomSample[] =>
  Array.from({ length: hours }, (_, hour) => [hour * HOUR_MS, free(hour)]);

test('a disk that fills evenly is full when it is', () => {
  // 10 GB, and one GB less each day; two days have passed.
  const days = daysUntilFull(samples((hour) => 10e9 - (hour * 1e9) / 24));
  expect(days).toBeCloseTo(8.04, 1);
  // What comes and goes, by the hour, does not change that much.
  const uneven = daysUntilFull(samples((hour) => 10e9 - (hour * 1e9) / 24 + (hour % 3) * 1e8));
  expect(uneven).toBeGreaterThan(7);
  expect(uneven).toBeLessThan(9.5);
});

test('nothing is foretold of a disk that does not fill, or of a few hours', () => {
  expect(daysUntilFull(samples(() => 5e9))).toBeUndefined();
  expect(daysUntilFull(samples((hour) => 5e9 + hour))).toBeUndefined();
  expect(daysUntilFull(samples((hour) => 5e9 - hour * 1e9, 4))).toBeUndefined();
  expect(daysUntilFull([])).toBeUndefined();
});

test('it is noted once an hour, and not for ever', () => {
  using folder = tempFolder();
  // Where nothing can be written, nothing happens.
  recordRoom(folder.path);
  expect(readRoom(folder.path)).toEqual([]);
  mkdirSync(path.join(folder.path, 'logs'));
  for (let minute = 0; minute < 300 * 60; minute += 20) recordRoom(folder.path, minute * 60_000 + 1);
  const noted = readRoom(folder.path);
  expect(noted).toHaveLength(200);
  expect((noted.at(-1)?.[0] ?? 0) - (noted.at(-2)?.[0] ?? 0)).toBeGreaterThanOrEqual(HOUR_MS / 2);
  expect(noted.at(-1)?.[1]).toBeGreaterThan(0);
});
