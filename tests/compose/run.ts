// npm run compose: starts docker-compose.yml whole, with three ingest workers and two chat services, replays
// the documented calls against it, and kills every container under a load of stores, changes and deletes.
// Exits with 1 when a call fails or anything is lost.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { eventually, tempFolder } from '@persona/testing';
import { ABSENT, hasData } from '../../bench/collections.ts';
import { createBoard } from '../chaos/board.ts';
import { check, isAtRest, isClean } from '../chaos/checker.ts';
import { createClient, type Client } from '../chaos/client.ts';
import { drive } from '../chaos/driver.ts';
import { createLedger, readLedger } from '../chaos/ledger.ts';
import { createRandom } from '../chaos/random.ts';
import { createReader } from '../chaos/reader.ts';
import { sendRecordings } from '../chaos/recordings.ts';
import { askAboutRedis } from './redis-questions.ts';
import { startComposeStack, type ComposeStack } from './stack.ts';

/** Waiting work is neither lost nor left over; a store may take its time over it. */
const REST_TIMEOUT_MS = 1_200_000;
const SETTLE_TIMEOUT_MS = 180_000;

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '600' },
    seed: { type: 'string', default: '7' },
    /** Compose files that override the project's own; may be repeated. */
    file: { type: 'string', multiple: true, default: [] },
    /** Uses the images without building them. */
    'no-build': { type: 'boolean', default: false },
  },
});

const stack = await startComposeStack({
  files: values.file,
  build: !values['no-build'],
  scale: { 'ingest-worker': 3, chat: 2 },
});
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void stack.stop().finally(() => process.exit(130)));
try {
  const replayed = await replay(stack);
  console.log(`documented calls         ${replayed ? 'as printed' : 'FAILED, see above'}`);
  const answered = await redisQuestions(stack);
  const kept = await killEach(stack);
  process.exitCode = replayed && answered && kept ? 0 : 1;
} catch (error) {
  console.error(await stack.logs());
  throw error;
} finally {
  await stack.stop();
}

async function replay({ url, key }: ComposeStack): Promise<boolean> {
  const root = path.join(import.meta.dirname, '../..');
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', 'tests/documented-calls.test.ts'], {
    cwd: root,
    env: { ...process.env, PERSONA_TEST_URL: url, PERSONA_TEST_KEY: key },
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
}

async function personaOf({ url, key }: ComposeStack, name: string): Promise<Client> {
  const response = await fetch(`${url}/api/instance`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ instance_data: { name, description: `${name}.`, configuration: {} } }),
  });
  const { instance_id } = (await response.json()) as { instance_id: string };
  return createClient(url, key, instance_id);
}

async function redisQuestions(running: ComposeStack): Promise<boolean> {
  if (!hasData()) {
    console.log(ABSENT);
    return true;
  }
  const results = await askAboutRedis(await personaOf(running, 'Redis'));
  for (const { line, right } of results) console.log(`${right ? 'right' : 'WRONG'}  ${line}`);
  return results.every(({ right }) => right);
}

/**
 * Kills every container once, one after the other, while pages are stored, changed, deleted and asked about.
 */
async function killEach(running: ComposeStack): Promise<boolean> {
  using notes = tempFolder();
  const seed = Number(values.seed);
  const file = path.join(notes.path, 'ledger.jsonl');
  const ledger = createLedger(file);
  const client = await personaOf(running, 'Chaos');
  const board = createBoard();
  const reader = createReader(client, board);
  const stopReading = new AbortController();
  const asking = reader.run(createRandom(seed), stopReading.signal);
  const stopSpeaking = new AbortController();
  const speaking = sendRecordings(client, 5, stopSpeaking.signal);

  const containers = await running.containers();
  let share = 0;
  let killed = 0;
  const killing = (async () => {
    for (const container of containers) {
      while (share < (killed + 0.5) / containers.length) await sleep(50);
      await running.kill(container);
      killed++;
      console.log(`killed and back          ${container.name}`);
    }
  })();
  const progress = async (done: number) => {
    share = done;
    // The load slows down so that it does not end before the last container has been killed under it.
    if (killed + 1 < share * containers.length) await sleep(1000);
  };
  await drive({ client, ledger, board, reader, seed, pages: Number(values.pages), lanes: 6, progress });
  await killing;
  stopSpeaking.abort();
  const recordings = await speaking;
  ledger.close();

  const expected = readLedger(file);
  const stores = await running.open();
  const worked = performance.now();
  await eventually(() => isAtRest(stores), { timeoutMs: REST_TIMEOUT_MS, intervalMs: 1000 });
  const rested = performance.now();
  let verdict = await check(stores, client.instanceId, expected, recordings);
  while (!isClean(verdict) && performance.now() - rested < SETTLE_TIMEOUT_MS) {
    await sleep(1000);
    verdict = await check(stores, client.instanceId, expected, recordings);
  }
  await stores.close();
  for (const key of board.keys) await reader.search(key);
  stopReading.abort();
  await asking;

  const seen = reader.sightings;
  const { examples, ...counts } = verdict;
  console.log(
    `operations               ${expected.sent} (${expected.acked} acknowledged, ${expected.unknown} cut off)`,
  );
  console.log(`nothing waits any more   after ${((rested - worked) / 1000).toFixed(0)} s`);
  for (const [name, count] of Object.entries(counts)) console.log(`${name.padEnd(24)} ${count}`);
  console.log(
    `answers read             ${seen.answers}: ${seen.mixed} mixed, ${seen.stale} stale, ${seen.undead} undead, ${seen.holes} missing a page`,
  );
  console.log(`replies with status 500  ${client.internalErrors()}`);
  for (const example of [...examples, ...seen.examples]) console.log(`  ${example}`);
  return (
    isClean(verdict) &&
    seen.mixed + seen.stale + seen.undead + seen.holes === 0 &&
    client.internalErrors() === 0
  );
}
