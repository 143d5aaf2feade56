import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '@persona/testing';
import { describe, expect, test } from 'vitest';
import { createGenerator } from './media-lab/generate.ts';
import { runMediaLab } from './media-lab/lab.ts';
import { faultsOfTraces, openTracedTools } from './media-lab/watch.ts';

describe('hostile recordings', () => {
  test(
    'each end with a code or as a recording, and nothing else comes of them',
    { timeout: 600_000 },
    async () => {
      const { files, faults, ends, isTraced } = await runMediaLab({ files: 52, seed: 11 });
      if (!isTraced) console.info('strace is not there: sockets and opened files were not looked for.');
      expect(faults).toEqual([]);
      expect(files).toBe(52);
      // Every kind was there, and the lab does not only see refusals.
      expect(Object.keys(ends)).toHaveLength(13);
      expect(Object.values(ends).some((codes) => (codes['ready'] ?? 0) > 0)).toBe(true);
    },
  );

  test('are the same for the same seed, whichever is made first', { timeout: 300_000 }, async () => {
    using folder = tempFolder();
    const generate = await createGenerator(folder.path, (name) => /^(?:h264\.mp4|pcm\.wav)$/.test(name));
    const some = (numbers: number[]) => numbers.map((n) => generate(5, n).bytes.toString('base64'));
    expect(some([3, 8]).toReversed()).toEqual(some([8, 3]));
    expect(some([3])).not.toEqual([generate(6, 3).bytes.toString('base64')]);
  });

  test('would be found to open sockets and files of others', { timeout: 120_000 }, async () => {
    using folder = tempFolder();
    const { tools, isTraced } = await openTracedTools(folder.path);
    if (!isTraced) return console.info('strace is not there: nothing could be found.');
    const out = join(folder.path, 'out');
    await mkdir(out);
    await writeFile(join(out, 'list.txt'), 'ffconcat version 1.0\nfile /etc/hostname\n');
    const run = async (...options: string[]) =>
      promisify(execFile)(tools.ffmpeg, ['-nostdin', ...options, '-f', 'null', '-'], { cwd: out }).catch(
        () => {},
      );
    await run('-i', 'http://127.0.0.1:9/film.mp4');
    await run('-safe', '0', '-f', 'concat', '-i', 'list.txt');
    const faults = (await faultsOfTraces(out)).join('\n');
    expect(faults).toMatch(/socket\(AF_INET/);
    expect(faults).toContain('opens /etc/hostname');
  });
});
