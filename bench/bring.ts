import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Packages that only a bench uses, and nobody else is to have. */
const folder = path.join(import.meta.dirname, 'brought');
const manifest = path.join(folder, 'package.json');

const FLAGS = ['--no-audit', '--no-fund', '--ignore-scripts'];

/** Installs a package for a bench where it is not yet; says on the console when that fails. */
export function bring(name: string, version: string): void {
  if (broughtFile(name) !== undefined) return;
  mkdirSync(folder, { recursive: true });
  if (!existsSync(manifest)) writeFileSync(manifest, '{"private":true,"type":"module"}\n');
  console.log(`installing ${name} for this bench into ${path.relative(process.cwd(), folder)}`);
  const { status, stderr, error } = spawnSync(
    'npm',
    ['install', '--prefix', folder, ...FLAGS, `${name}@${version}`],
    { encoding: 'utf8' },
  );
  if (status !== 0) console.error(`${name} can't be installed: ${error?.message ?? stderr.trim()}`);
}

/** Loads a package that was brought, or throws. */
// oxlint-disable-next-line no-unnecessary-type-parameters -- the caller says what the package is
export const requireBrought = <T>(name: string): T => createRequire(manifest)(name) as T;

function broughtFile(name: string): string | undefined {
  try {
    return createRequire(manifest).resolve(name);
  } catch {
    return undefined;
  }
}
