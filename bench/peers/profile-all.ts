import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ingestAll } from '../service.ts';
import { startStack, type Stack } from '../stack.ts';
import type { Row } from './measure.ts';
import { REQUESTS, tinyPage } from './parts.ts';
import { readProfiles } from './profiles.ts';
import type { RealPages } from './real-pages.ts';
import { inPersona, send } from './sides.ts';

/** Where the time of the processor goes, by work: every process and thread of an install is profiled. */
export async function profileAll({ pages }: RealPages): Promise<Record<string, Row[]>> {
  const tables: Record<string, Row[]> = {};
  const run = async (what: string, count: number, work: (stack: Stack, id: string) => Promise<unknown>) => {
    let since = 0;
    const folder = mkdtempSync(path.join(tmpdir(), 'persona-profile-'));
    try {
      const stack = await startStack('product', { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` });
      try {
        since = Number(process.hrtime.bigint() / 1000n);
        await inPersona(stack, (id) => work(stack, id));
      } finally {
        await stack.stop();
      }
      tables[`where the processor's time goes: ${what}`] = readProfiles(folder, count, since);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  await run(`${REQUESTS} single pages`, REQUESTS, (stack, instance_id) =>
    send(stack.base, '/api/kb/store-pages', REQUESTS, (n) => ({
      instance_id,
      pages: [tinyPage(`Note ${n}`, n)],
    })),
  );
  await run(`${pages.length} streamed pages`, pages.length, (stack, id) => ingestAll(stack, id, pages));
  return tables;
}
