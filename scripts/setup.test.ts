import { spawnSync } from 'node:child_process';
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

test('npm start installs what running needs, and checks add what they need and take nothing away', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'persona-setup-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text, { mode: 0o755 });
  };
  for (const file of ['scripts/setup.mjs', 'scripts/run.mjs'])
    write(file, readFileSync(path.join(root, file), 'utf8'));
  write('.node-version', process.versions.node);
  const packages = { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { dev: true } };
  write('package-lock.json', JSON.stringify({ packages }));
  write('package.json', JSON.stringify({ scripts: { start: 'node scripts/run.mjs scripts/launch.ts' } }));
  write('scripts/build-pages.mjs', 'export const staleBuilds = () => [];');
  for (const script of ['launch', 'persona', 'check'])
    write(`scripts/${script}.ts`, "if (process.argv[2] !== '--compile') console.log('ran');");
  for (const tool of ['ffmpeg', 'ffprobe']) write(`tools/${tool}`, '#!/bin/sh');
  // Installs as npm does: its record lists what it was asked for.
  write(
    'tools/npm-cli.cjs',
    `const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
    if (process.argv.includes('--omit=dev')) delete packages['node_modules/b'];
    mkdirSync('node_modules', { recursive: true });
    writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }));
    console.log('npm ' + process.argv.slice(2, 5).join(' ').replace(/ --no-audit.*/, ''));`,
  );
  const run = (script: string) =>
    spawnSync(process.execPath, ['scripts/run.mjs', script], {
      cwd: folder,
      env: {
        PATH: `${path.join(folder, 'tools')}:/usr/bin:/bin`,
        NODE_ENV: 'production',
        REDIS_URL: 'redis://unused',
        npm_execpath: path.join(folder, 'tools', 'npm-cli.cjs'),
      },
      encoding: 'utf8',
    })
      .stdout.trim()
      .split('\n')
      .map((line) => line.replace(/ the npm packages .*/, ''));

  const compiling = 'set-up: compiling the sources, which takes some seconds';
  expect(run('scripts/launch.ts')).toEqual(['set-up: installing', 'npm ci --omit=dev', compiling, 'ran']);
  expect(run('scripts/persona.ts')).toEqual(['ran']);
  // A pull that changes sources alone.
  write('libs/text/src/read.ts', '');
  expect(run('scripts/launch.ts')).toEqual([compiling, 'ran']);
  expect(run('scripts/launch.ts')).toEqual(['ran']);
  expect(run('scripts/check.ts')).toEqual(['set-up: adding', 'npm install --no-save --include=dev', 'ran']);
  expect(run('scripts/check.ts')).toEqual(['ran']);
  expect(run('scripts/launch.ts')).toEqual(['ran']);
  // A pull that changes what running needs, where somebody develops.
  packages['node_modules/a'].version = '1.0.1';
  write('package-lock.json', JSON.stringify({ packages }));
  expect(run('scripts/launch.ts')).toEqual(['set-up: installing', 'npm ci --include=dev', 'ran']);
  rmSync(path.join(folder, 'node_modules'), { recursive: true });
  expect(run('scripts/check.ts')).toEqual(['set-up: installing', 'npm ci --include=dev', 'ran']);
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
