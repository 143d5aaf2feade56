import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { openLogFile } from './log-file.ts';
import { requireFreePort } from './ports.ts';
import { shellQuote } from './terminal.ts';

test('a log stays bounded and loses only its oldest lines', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'persona-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const log = openLogFile(path.join(folder, 'logs', 'a.log'), 1000);
  for (let line = 0; line < 500; line++) log.write(`line ${line}\n`);
  log.close();
  const [now, before] = [log.path, `${log.path}.1`].map((file) => readFileSync(file, 'utf8'));
  expect(statSync(log.path).size + statSync(`${log.path}.1`).size).toBeLessThanOrEqual(2000);
  const lines = `${before}${now}`.trim().split('\n');
  expect(lines.at(-1)).toBe('line 499');
  expect(lines).toEqual(
    Array.from({ length: lines.length }, (_, index) => `line ${500 - lines.length + index}`),
  );
});

test.runIf(process.platform === 'linux')('a log on a full disk loses lines, and nobody dies of it', () => {
  const log = openLogFile('/dev/full');
  expect(() => log.write('a line that finds no room\n')).not.toThrow();
  log.close();
});

test('a port in use, and an address that is not ours, are sentences with the remedy', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await expect(requireFreePort('127.0.0.1', port)).rejects.toThrow(
    /Another program uses port \d+ of 127\.0\.0\.1: .*PORT=/,
  );
  await expect(requireFreePort('203.0.113.9', 3000)).rejects.toThrow(/no address of this machine/);
  await expect(requireFreePort('127.0.0.1', 0)).resolves.toBeUndefined();
});

test('a quoted text is one word of the shell again', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[aZ0 '"$`\\!*?~&|;<>(){}[\]#\n\té]+$/), (text) => {
      expect(execFileSync('sh', ['-c', `printf %s ${shellQuote(text)}`], { encoding: 'utf8' })).toBe(text);
    }),
    { numRuns: 50 },
  );
});
