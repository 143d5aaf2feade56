import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** Prints the npm package of every module that is loaded. */
const TELL = `
import { registerHooks } from 'node:module';
import { writeSync } from 'node:fs';
registerHooks({
  load(url, context, next) {
    const [, name] = /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url) ?? [];
    if (name) writeSync(1, 'package ' + name + '\\n');
    return next(url, context);
  },
});`;

/** Runs a program without settings: a service refuses to start once it has loaded everything. */
function packagesOf(...args: string[]): ReadonlySet<string> {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(TELL)}`, ...args],
    {
      cwd: root,
      env: { ...process.env, REDIS_URL: '', INTERNAL_TOKEN: '', PORT: 'none' },
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    },
  );
  expect(stderr).toMatch(/is not set|PORT/);
  return new Set(Array.from(stdout.matchAll(/^package (\S+)$/gm), ([, name = '']) => name));
}

/** Large packages that some installs need, or some requests: they are loaded when they are used. */
const ON_DEMAND = [
  'openai',
  'mongoose',
  '@aws-sdk/client-s3',
  '@qdrant/js-client-rest',
  '@opentelemetry/sdk-trace-node',
  '@bull-board/api',
  'opencc-js',
];

test('a process at rest holds no package that it does not use', () => {
  const services = ['scripts/launch/run-services.mjs'];
  const chat = packagesOf(...services, 'chat');
  const workers = packagesOf(...services, 'ingest-worker', 'media-worker');
  const api = packagesOf(...services, 'api');
  for (const loaded of [chat, workers, api]) {
    expect(loaded).toContain('ioredis');
    expect(ON_DEMAND.filter((name) => loaded.has(name))).toEqual([]);
  }
  expect(chat).not.toContain('bullmq');
  expect(workers).not.toContain('fastify');
  expect(packagesOf('scripts/launch.ts')).toEqual(new Set());
}, 120_000);
