import { loadConfig } from '@persona/config';
import { eventually } from '@persona/testing';
import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';
import { watchStores } from './watch-stores.ts';

const config = loadConfig({
  DOCUMENTS_URL: 'mongodb://ann:hush@db.example/persona',
  SEARCH_URL: 'sqlite:./search',
});
const PACE = { intervalMs: 1, timeoutMs: 20 };

/** A log, and the messages and parts in it. */
function record() {
  const lines: Record<string, unknown>[] = [];
  const write = (text: string) => void lines.push(JSON.parse(text) as Record<string, unknown>);
  return { lines, logger: createLogger('test', 'info', { write }) };
}

test('a store that goes is told of once, with what to do, and so is its return', async () => {
  const { lines, logger } = record();
  let [isAway, looks] = [false, 0];
  const documents = async () => {
    looks++;
    if (isAway) throw new Error('connection refused');
  };
  const watch = watchStores(config, { documents }, logger, PACE);
  const lookOften = async () => {
    const before = looks;
    await eventually(() => looks > before + 3);
  };
  await lookOften();
  expect(lines).toEqual([]);
  isAway = true;
  await lookOften();
  expect(watch.isAway('documents')).toBe(true);
  isAway = false;
  await lookOften();
  expect(watch.isAway('documents')).toBe(false);
  watch.stop();
  expect(lines).toMatchObject([
    {
      event: 'store.away',
      setting: 'DOCUMENTS_URL',
      remedy: 'start what DOCUMENTS_URL=mongodb://db.example/persona names, or correct it',
      err: { message: 'connection refused' },
    },
    { event: 'store.back', part: 'documents' },
  ]);
  expect(JSON.stringify(lines)).not.toContain('hush');
});

test('a store that does not answer at all is away; one in files is not watched', async () => {
  const { lines, logger } = record();
  const never = new Promise<void>(() => {});
  let looks = 0;
  const search = async () => void looks++;
  const watch = watchStores(config, { documents: () => never, search }, logger, PACE);
  await eventually(() => lines.length > 0);
  watch.stop();
  expect(lines).toMatchObject([{ part: 'documents', err: { message: 'no answer in 0.02 s' } }]);
  expect(looks).toBe(0);
});
