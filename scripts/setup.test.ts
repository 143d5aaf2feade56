import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findOnPath, isAtLeast, packagesAreCurrent, root } from './setup.mjs';

test('versions are compared by number, and what is no version is too old', () => {
  expect(isAtLeast('24.21.0', '24.0.0')).toBe(true);
  expect(isAtLeast('3.51.3', '3.51.3')).toBe(true);
  expect(isAtLeast('3.9.0', '3.51.3')).toBe(false);
  expect(isAtLeast('8', '6.2.0')).toBe(true);
  expect(isAtLeast(undefined, '3.51.3')).toBe(false);
});

test('an executable is found on PATH, a plain file or nothing is not', () => {
  expect(findOnPath('sh')).toMatch(/\/sh$/);
  expect(findOnPath('package.json', { PATH: root })).toBeUndefined();
  expect(findOnPath('no-such-program')).toBeUndefined();
  expect(findOnPath('sh', {})).toBeUndefined();
});

test('installed packages are compared with the lock file one by one', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'persona-setup-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(path.join(folder, 'node_modules'));
  const write = (file: string, packages: object) =>
    writeFileSync(path.join(folder, file), JSON.stringify({ packages }));
  const installed = (packages: object) => write('node_modules/.package-lock.json', packages);
  const a = { 'node_modules/a': { version: '1.0.0' } };
  write('package-lock.json', {
    '': {},
    ...a,
    'node_modules/b': { version: '2.0.0', os: ['plan9'], optional: true },
  });

  expect(packagesAreCurrent(folder)).toBe(false);
  installed(a);
  expect(packagesAreCurrent(folder)).toBe(true);
  installed({ 'node_modules/a': { version: '1.0.1' } });
  expect(packagesAreCurrent(folder)).toBe(false);
  installed({});
  expect(packagesAreCurrent(folder)).toBe(false);
  // Copied from a machine of another kind.
  installed({ ...a, 'node_modules/b': { version: '2.0.0', os: ['plan9'] } });
  expect(packagesAreCurrent(folder)).toBe(false);
});

// npm leaves a package out of the lock file when its registry lacks it at that moment, and then `npm ci`
// fails on other platforms.
test('the lock file names the binary packages of every platform', () => {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }>;
  };
  const missing = Object.entries(packages).flatMap(([owner, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !packages[`node_modules/${name}`] && !packages[`${owner}/node_modules/${name}`],
    ),
  );
  expect(missing).toEqual([]);
});
