import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { listProcesses } from './processes.ts';
import { startRedis } from './redis.ts';
import { startServerProcess } from './server-process.ts';
import { describeWithServer, findServer, isRequired } from './servers.ts';
import { tempFolder } from './temp-folder.ts';

await describeWithServer('redis', 'a private Redis', () => {
  test('keeps its data over a kill, and its folder goes with it', async () => {
    const redis = await startRedis({ args: ['--appendfsync', 'always'] });
    const client = new Redis(redis.url, { maxRetriesPerRequest: null });
    client.on('error', () => {});
    try {
      await client.set('a', '1');
      await redis.kill();
      await redis.restart();
      expect(await client.get('a')).toBe('1');
      expect((await client.config('GET', 'maxmemory-policy'))[1]).toBe('noeviction');
    } finally {
      client.disconnect();
      await redis.stop();
    }
    expect(existsSync(redis.folder)).toBe(false);
  });

  test('can hang and go on', async () => {
    const redis = await startRedis();
    const client = new Redis(redis.url, { maxRetriesPerRequest: null });
    try {
      await client.ping();
      redis.pause();
      let answered = false;
      const pong = client.ping().then(() => (answered = true));
      await new Promise((done) => setTimeout(done, 100));
      expect(answered).toBe(false);
      redis.resume();
      expect(await pong).toBe(true);
    } finally {
      client.disconnect();
      await redis.stop();
    }
  });
});

/** Sets another environment until the end of the block. */
function withEnv(env: Record<string, string>): Disposable {
  const before = { ...process.env };
  Object.assign(process.env, env);
  return {
    [Symbol.dispose]() {
      for (const name of Object.keys(env)) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    },
  };
}

describe('finding servers', () => {
  test('a named server is used as it is and never stopped', async () => {
    using _env = withEnv({ QDRANT_URL: 'http://qdrant.invalid:6333' });
    expect(await findServer('qdrant')).toMatchObject({
      url: 'http://qdrant.invalid:6333',
      source: 'QDRANT_URL',
    });
  });

  test('what is missing is said with its remedy', async () => {
    using _env = withEnv({ PATH: '/nowhere', HOME: '/nowhere', DOCKER_HOST: 'unix:///nowhere' });
    expect(await findServer('mongodb')).toBe(
      'no mongodb: set MONGODB_URL, put mongod or ferretdb on PATH, or start Docker',
    );
  });

  test('a program and a Docker that do not work are as good as none, and say why', async () => {
    using folder = tempFolder();
    writeFileSync(path.join(folder.path, 'mongod'), '#!/bin/sh\necho no licence\nexit 3\n', { mode: 0o755 });
    const socket = path.join(folder.path, 'docker.sock');
    const docker = createServer((_, reply) => void reply.writeHead(404).end('{"message":"no such image"}'));
    await once(docker.listen(socket), 'listening');
    using _env = withEnv({
      PATH: `${folder.path}:/usr/bin:/bin`,
      HOME: '/nowhere',
      DOCKER_HOST: `unix://${socket}`,
    });
    try {
      expect(await findServer('mongodb')).toMatch(
        /^no mongodb: .*; mongod did not start: no licence; docker could not run mongo:8: \S/,
      );
    } finally {
      docker.closeAllConnections();
      docker.close();
    }
  });

  test('CI requires Redis, REQUIRE the others', () => {
    expect(isRequired('redis', {})).toBe(false);
    expect(isRequired('redis', { CI: 'true' })).toBe(true);
    expect(isRequired('mongodb', { CI: 'true' })).toBe(false);
    expect(isRequired('mongodb', { REQUIRE: 'mongodb,qdrant,s3' })).toBe(true);
  });

  test('a server ends with the process that started it, however that ends', async () => {
    const module = JSON.stringify(new URL('./server-process.ts', import.meta.url).href);
    const script = `import(${module}).then(async ({ startServerProcess }) => {
      const server = await startServerProcess({ command: 'sleep', args: ['600'], ready: () => true });
      console.log(server.pid);
      process.kill(process.pid, 'SIGKILL');
    })`;
    const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    const pid = Number(stdout);
    expect(pid).toBeGreaterThan(1);
    await eventually(() => !listProcesses().some((one) => one.pid === pid && one.args.startsWith('sleep')));
  });

  test('a server that ends before it serves fails with its last words', async () => {
    const command = {
      command: process.execPath,
      args: ['-e', 'console.error("no licence"); process.exit(3)'],
    };
    await expect(startServerProcess({ ...command, ready: () => false })).rejects.toThrow(/no licence/);
  });
});

describe('helpers', () => {
  test('a temporary folder is gone after its block', () => {
    let folderPath: string;
    {
      using folder = tempFolder();
      folderPath = folder.path;
      expect(existsSync(folderPath)).toBe(true);
    }
    expect(existsSync(folderPath)).toBe(false);
  });

  test('eventually returns what came true, and fails with what went wrong', async () => {
    let asked = 0;
    expect(await eventually(() => ++asked > 2 && asked)).toBe(3);
    const check = () => {
      throw new Error('still not there');
    };
    await expect(eventually(check, { timeoutMs: 50 })).rejects.toThrow('still not there');
    await expect(eventually(() => asked > 100, { timeoutMs: 50 })).rejects.toThrow('asked > 100');
  });
});
