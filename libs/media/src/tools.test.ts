import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempFolder } from '@persona/testing';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { openMediaTools } from './tools.ts';

// Each test starts ffmpeg many times in a sandbox, which takes long on a loaded machine.
vi.setConfig({ testTimeout: 120_000 });

const folder = tempFolder();
afterAll(() => folder.remove());

/** A folder with the real ffmpeg and ffprobe in it, and these scripts. */
const pathWith = async (name: string, scripts: Record<string, string> = {}): Promise<string> => {
  const tools = await openMediaTools({ sandbox: 'auto' });
  const path = join(folder.path, name);
  await mkdir(path);
  await symlink(tools.ffmpeg, join(path, 'ffmpeg'));
  await symlink(tools.ffprobe, join(path, 'ffprobe'));
  for (const [program, text] of Object.entries(scripts)) {
    await writeFile(join(path, program), `#!/bin/sh\n${text}\n`);
    await chmod(join(path, program), 0o755);
  }
  return path;
};

describe('the media tools of a machine', () => {
  test('are found, with their version', async () => {
    const tools = await openMediaTools({ sandbox: 'auto' });
    expect(tools.version).toMatch(/\d/);
    expect(tools.notice === null).toBe(tools.bwrap !== null);
  });

  test('without ffmpeg: one sentence that says how to install it', async () => {
    await expect(openMediaTools({ sandbox: 'auto', path: folder.path })).rejects.toMatchObject({
      name: 'StartupError',
      message:
        'ffmpeg was not found; voices and videos need it. Install it: apt-get install ffmpeg (Debian, Ubuntu) or brew install ffmpeg (macOS).',
    });
  });

  test('without a sandbox: said once, or refused', async () => {
    const path = await pathWith('bare');
    const tools = await openMediaTools({ sandbox: 'auto', path });
    expect(tools).toMatchObject({
      bwrap: null,
      prlimit: null,
      notice: expect.stringContaining('without a sandbox'),
    });
    await expect(openMediaTools({ sandbox: 'strict', path })).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringContaining('MEDIA_SANDBOX=strict'),
    });
  });

  test('with a bubblewrap that may not make namespaces count as without', async () => {
    const path = await pathWith('forbidden', {
      bwrap: 'echo "bwrap: No permissions to create new namespace" >&2; exit 1',
    });
    const tools = await openMediaTools({ sandbox: 'auto', path });
    expect(tools.bwrap).toBeNull();
    if (process.platform === 'linux') expect(tools.notice).toContain('namespaces');
  });
});
