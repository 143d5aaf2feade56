// npm run proxies: puts nginx and Caddy with the files of deploy/ before an install, with TLS, for a whole
// site and under a path of one, and does through them what people do. `--only caddy` takes one of them. Exits
// with 1 when anything goes wrong.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { freePort, tempFolder } from '@persona/testing';
import { startInstall } from '../install.ts';
import { makeCertificate, proxies } from './proxies.ts';

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const root = path.join(import.meta.dirname, '../..');
using folder = tempFolder();
const certificate = makeCertificate(folder.path);
const video = path.join(folder.path, 'large.mov');
// Noise of this size, which no encoder makes smaller.
const second = path.join(folder.path, 'second.mov');
const encode = (args: string): void =>
  void execFileSync('ffmpeg', ['-v', 'error', ...args.split(' ')], { stdio: 'inherit' });
encode(`-f lavfi -i nullsrc=s=1280x720:r=25,geq=random(1)*255:128:128 -t 1 -c:v mjpeg -q:v 2 ${second}`);
encode(`-stream_loop -1 -i ${second} -fs 310M -c copy ${video}`);

/** Whole-system checks that use an install over HTTP alone, and so as well through a proxy. */
const OVER_HTTP = ['documented-calls', 'api-manners', 'recordings'].map((name) => `tests/${name}.test.ts`);

/** Runs a program that trusts our certificate, and says whether it ended well. */
async function trusting(args: readonly string[], env: NodeJS.ProcessEnv): Promise<boolean> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env, NODE_EXTRA_CA_CERTS: certificate },
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
}

let failed = 0;
for (const [name, startProxy] of Object.entries(proxies).filter(([one]) => one.includes(values.only)))
  for (const [basePath, removesPath] of [
    ['', false],
    ['/persona', true],
    ['/persona', false],
  ] as const) {
    const port = await freePort();
    const url = `https://localhost:${port}${basePath}`;
    const install = await startInstall({
      TRUST_PROXY: '127.0.0.1',
      MAX_UPLOAD_MB: '400',
      ...(basePath !== '' && { BASE_PATH: basePath }),
    });
    const proxy = await startProxy({
      folder: folder.path,
      port,
      gateway: Number(new URL(install.url).port),
      basePath,
      removesPath,
    });
    console.log(`\n${name}, ${url}${removesPath ? ', which it removes' : ''}`);
    const env = { PERSONA_TEST_URL: url, PERSONA_TEST_KEY: install.key };
    const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const checks = path.join(import.meta.dirname, 'checks.ts');
    if (!(await trusting([checks, url, install.key, video], env))) failed++;
    // One after the other: each counts on being alone with the install.
    for (const test of OVER_HTTP) if (!(await trusting([vitest, 'run', test], env))) failed++;
    await proxy.stop();
    await install.stop();
  }
console.log(failed === 0 ? '\nNothing went wrong.' : `\n${failed} of these went wrong.`);
process.exitCode = failed === 0 ? 0 : 1;
// The channel to run.mjs would keep this process alive.
if (process.connected) process.disconnect();
