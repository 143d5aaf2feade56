import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cutOut, type Safeguard } from '../chaos/cut.ts';
import { findPoints, isCall, type Module, type Point } from './find-points.ts';

export const root = path.join(import.meta.dirname, '../..');

/** Everything above the ports that may write. The adapters below them have kill tests of their own. */
const MODULES = ['libs/domain/src/**/*.ts', 'services/*/src/**/*.ts'];
const NO_MODULE = /(\.test|\.contract|\.fixture|\.d|\/main|\/testing\/[^/]*)\.ts$/;

/** Every module of the repository that is on a write path, in its present state, with its points. */
export function readModules(): Map<string, { source: string; points: readonly Point[] }> {
  const modules = globSync(MODULES, { cwd: root })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => !NO_MODULE.test(file))
    .toSorted()
    .map((file): Module => ({ file, source: read(file) }));
  const points = findPoints(modules);
  return new Map(
    modules
      .map(({ file, source }) => [file, { source, points: points.get(file) ?? [] }] as const)
      .filter(([, module]) => module.points.length > 0),
  );
}

function read(file: string): string {
  const source = readFileSync(path.join(root, file), 'utf8');
  // To see the matrix fail.
  const without = process.env['FAILPOINTS_WITHOUT'] as Safeguard | undefined;
  return without === undefined ? source : cutOut(without, `/${file}`, source);
}

export const readPoints = (): Point[] => [...readModules().values()].flatMap(({ points }) => points);

/** What can be named in FAILPOINTS: each point before its call and after it. */
export const namesOf = (point: Point): string[] => [
  ...(isCall(point) ? [`${point.place}.before-${point.call}`] : []),
  `${point.place}.after-${point.call}`,
];
