import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { grantScope } from '@persona/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blobKey } from '../blob-key.ts';
import { describeBlobStore } from '../blob-store.contract.ts';
import { createFolderBlobStore } from './folder-blob-store.ts';

let folder: string;
const open = async () => createFolderBlobStore({ folder, urlSecret: 'a secret of sixteen' });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persona-blobs-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describeBlobStore('a folder', open);

describe('a folder of blobs', () => {
  test('keeps nothing of a writer killed in the middle, and what the dead left is swept a day later', async () => {
    const script = `
      import { createFolderBlobStore } from ${JSON.stringify(fileURLToPath(new URL('folder-blob-store.ts', import.meta.url)))};
      const store = await createFolderBlobStore({ folder: process.argv[1], urlSecret: 'a secret of sixteen' });
      await store.put('ins_KILLED/a.bin', (async function* () {
        yield Buffer.alloc(100_000);
        setTimeout(() => process.stdout.write('written'), 50);
        await new Promise(() => setInterval(() => {}, 1000));
      })());`;
    const writer = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await Promise.race([once(writer.stdout, 'data'), once(writer, 'exit')]);
    expect(writer.exitCode).toBeNull();
    writer.kill('SIGKILL');
    await once(writer, 'exit');

    const drafts = join(folder, '.writing');
    const left = await readdir(drafts);
    expect(left).toHaveLength(1);
    const store = await open();
    expect(await store.stat(blobKey(grantScope('ins_KILLED'), 'a.bin'))).toBeNull();
    expect(await readdir(drafts)).toHaveLength(1);
    const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
    await utimes(join(drafts, left[0] ?? ''), yesterday, yesterday);
    await open();
    expect(await readdir(drafts)).toEqual([]);
  });

  test('is readable by its owner only', async () => {
    const store = await open();
    // prettier-ignore
    await store.put(blobKey(grantScope('ins_MODE'), 'a.bin'), (async function* () { yield Buffer.of(1); })());
    expect((await stat(join(folder, 'ins_MODE', 'a.bin'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'ins_MODE'))).mode & 0o777).toBe(0o700);
  });

  test('says in one sentence that it cannot be written', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    await chmod(file, 0o400);
    await expect(
      createFolderBlobStore({ folder: join(file, 'blobs'), urlSecret: 'a secret of sixteen' }),
    ).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringContaining('BLOBS_URL'),
    });
  });

  test('is not ready when its folder has gone', async () => {
    const gone = join(folder, 'gone');
    const store = await createFolderBlobStore({ folder: gone, urlSecret: 'a secret of sixteen' });
    await expect(store.ready()).resolves.toBeUndefined();
    await rm(gone, { recursive: true });
    const error = await store.ready().catch((reason: unknown) => reason as Error);
    expect(error).toMatchObject({ code: 'not_ready' });
    expect((error as Error).message).not.toContain(gone);
  });
});
