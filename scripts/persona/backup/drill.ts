import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig, settings, type Config } from '@persona/config';
import { grantScope } from '@persona/contracts';
import { createSqliteDocumentStore } from '@persona/documents';
import { findFreePort } from '../../launch/ports.ts';
import { createClient } from '../../sample/client.ts';
import { restoreBackup, type RestoreOptions } from './restore.ts';

const root = path.dirname(path.dirname(path.dirname(import.meta.dirname)));
const QUESTIONS = 10;
const CHECK_INTERVAL_MS = 250;

export interface DrillResult {
  /** Questions that found the page that they were made from, of `asked`. */
  found: number;
  asked: number;
  pages: number;
  seconds: number;
}

/**
 * Restores a back-up into a scratch install on this machine, starts that, waits until its index is whole, and
 * asks for ten of its pages by their titles. The scratch install is removed afterwards; the real one is not
 * touched.
 */
export async function drill(
  config: Config,
  place: string,
  { filling, ...options }: RestoreOptions & { filling?: (state: string) => void },
): Promise<DrillResult> {
  const began = performance.now();
  await using closing = new AsyncDisposableStack();
  const scratch = await mkdtemp(path.join(tmpdir(), 'persona-drill-'));
  closing.defer(() => rm(scratch, { recursive: true, force: true }));
  const key = `psk_drill${randomBytes(4).toString('hex')}_${randomBytes(24).toString('hex')}`;
  const { S3_REGION, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = config;
  const own = loadConfig({ PERSONA_DATA_DIR: scratch, PERSONA_ADMIN_KEY: key });
  // The back-up may be in a bucket; nothing else of the real install is known to the scratch one.
  await restoreBackup(
    { ...own, S3_REGION, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY },
    place,
    options,
  );
  const questions = await chooseQuestions(path.join(scratch, 'documents.db'));

  const port = await findFreePort();
  const inherited = Object.entries(process.env).filter(([name]) => !(name in settings));
  const child = spawn(process.execPath, [path.join(root, 'scripts/launch.ts')], {
    cwd: scratch,
    env: {
      ...Object.fromEntries(inherited),
      // An empty value is unset, and wins over what .env says.
      ...Object.fromEntries(Object.keys(settings).map((name) => [name, ''])),
      PERSONA_DATA_DIR: scratch,
      PERSONA_ADMIN_KEY: key,
      PORT: String(port),
      PERSONA_SAMPLE: 'off',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const closed = once(child, 'close');
  closing.defer(async () => {
    child.kill('SIGTERM');
    await closed;
  });

  const client = createClient(`http://127.0.0.1:${port}`, key);
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The restored install does not start:\n${said}`);
    const state = await indexOf(port);
    if (state === 'ok') break;
    if (state !== undefined) filling?.(state);
    await sleep(CHECK_INTERVAL_MS);
  }
  let found = 0;
  for (const { instance_id, id, title } of questions.asked) {
    const { results } = await client.call<{ results: { td_id: string }[] }>('POST', '/api/kb/search', {
      instance_id,
      query: title,
      top_k: 50,
    });
    await client.call('POST', '/api/kb/v2/chat', {
      chat_data: { user_id: 'drill', instance_id, message: title },
    });
    if (results.some(({ td_id }) => td_id === id)) found++;
  }
  return {
    found,
    asked: questions.asked.length,
    pages: questions.pages,
    seconds: (performance.now() - began) / 1000,
  };
}

/** `ok`, or how full the index is; undefined while nothing answers. */
async function indexOf(port: number): Promise<string | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(5000) });
    const { parts = {} } = (await response.json()) as { parts?: Record<string, string> };
    return response.ok ? parts['index'] : undefined;
  } catch {
    return undefined;
  }
}

/** Live pages of living personas, spread over all of them. */
async function chooseQuestions(file: string) {
  await using closing = new AsyncDisposableStack();
  const documents = closing.adopt(createSqliteDocumentStore({ file }), (one) => one.close());
  const live: { instance_id: string; id: string; title: string }[] = [];
  let after: { value: string; id: string } | undefined;
  for (;;) {
    const personas = await documents.instances.acrossScopes.find({ after, limit: 100 });
    const last = personas.at(-1);
    if (!last) break;
    after = { value: last.id, id: last.id };
    for (const { id: instance_id, deleted_at } of personas) {
      if (deleted_at !== null) continue;
      let place: { value: string; id: string } | undefined;
      for (;;) {
        const pages = await documents.pages.find(grantScope(instance_id), {
          where: { deleted_at: null, status: 'live' },
          after: place,
          limit: 500,
        });
        const end = pages.at(-1);
        if (!end) break;
        place = { value: end.id, id: end.id };
        for (const { id, title } of pages) if (/\p{L}{3}/u.test(title)) live.push({ instance_id, id, title });
      }
    }
  }
  const count = Math.min(QUESTIONS, live.length);
  const asked = Array.from({ length: count }, (_, n) => live[Math.floor((n * live.length) / count)]);
  return { pages: live.length, asked: asked.filter((one) => one !== undefined) };
}
