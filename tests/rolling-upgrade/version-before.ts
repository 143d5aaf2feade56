import { execFile } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');
/** Stands for the version before as long as no tag does: the state of 29 November 2026. */
const BEFORE_TAGS = '1efbbd58d3affdf412182219ee667e6d5255b5bb';

/** The commit of the last tag before today's state. */
export async function lastRelease(): Promise<string> {
  const tagged = await run('git', ['describe', '--tags', '--abbrev=0', 'HEAD^'], { cwd: root }).catch(() => ({
    stdout: '',
  }));
  return tagged.stdout.trim() || BEFORE_TAGS;
}

/** Whether this checkout can tell what the commit's state was; one that was cloned shallowly can't. */
export const hasHistory = (commit: string): Promise<boolean> =>
  run('git', ['cat-file', '-e', `${commit}^{tree}`], { cwd: root }).then(
    () => true,
    () => false,
  );

/**
 * Puts the state of a commit into a folder, with today's packages, which stand for those of then. Throws
 * where the history does not reach that far.
 */
export async function checkOut(commit: string, folder: string): Promise<void> {
  const archive = path.join(folder, 'archive.tar');
  await run('git', ['archive', '--output', archive, commit, 'package.json', 'libs', 'services'], {
    cwd: root,
  });
  await run('tar', ['-xf', archive, '-C', folder]);
  linkPackages(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  // Its own libs take the place of today's.
  mkdirSync(path.join(folder, 'node_modules', '@persona'));
  for (const manifest of globSync('libs/*/package.json', { cwd: folder })) {
    const { name } = JSON.parse(readFileSync(path.join(folder, manifest), 'utf8')) as { name: string };
    const lib = path.dirname(manifest);
    symlinkSync(path.join(folder, lib), path.join(folder, 'node_modules', name));
    linkPackages(path.join(root, lib, 'node_modules'), path.join(folder, lib, 'node_modules'));
  }
}

function linkPackages(from: string, to: string): void {
  if (!existsSync(from)) return;
  mkdirSync(to);
  for (const name of readdirSync(from))
    if (!name.startsWith('.') && name !== '@persona') symlinkSync(path.join(from, name), path.join(to, name));
}
