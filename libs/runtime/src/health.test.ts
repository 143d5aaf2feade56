import { StartupError, StoreDamagedError } from '@persona/contracts';
import { describe, expect, test } from 'vitest';
import { createHealth } from './health.ts';
import { createLogger } from './logger.ts';
import { untilReady } from './until-ready.ts';

describe('createHealth', () => {
  test('names the part that is not ready, without its error text', async () => {
    const health = createHealth({
      documents: async () => {},
      search: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:6333')),
    });
    expect(await health.check()).toEqual({ ready: false, parts: { documents: 'ok', search: 'unavailable' } });
  });

  test('a store that is damaged is called that', async () => {
    const damaged = () =>
      Promise.reject(new StoreDamagedError('It is damaged.', new Error('page 7 of x.db')));
    const { parts, ready } = await createHealth({ documents: damaged }).check();
    expect([ready, parts]).toEqual([false, { documents: 'damaged: the log says what to do' }]);
  });

  test('a note is shown, and is no reason not to be ready', async () => {
    let note: string | undefined = 'filling 40 %';
    const health = createHealth({ documents: async () => {} }, { index: () => note });
    expect(await health.check()).toEqual({ ready: true, parts: { documents: 'ok', index: 'filling 40 %' } });
    note = undefined;
    expect(await health.check()).toEqual({ ready: true, parts: { documents: 'ok', index: 'ok' } });
  });

  test('is not ready once it stops', async () => {
    const health = createHealth({});
    expect((await health.check()).ready).toBe(true);
    await health.stopping();
    expect(await health.check()).toEqual({ ready: false, parts: { process: 'stopping' } });
  });
});

test('the logger cuts what may never be logged', () => {
  let line = '';
  const logger = createLogger('test', 'info', { write: (text) => void (line += text) });
  logger.info(
    { request: { headers: { authorization: 'psk_x_secret' }, id: 'req_1' }, content: 'a page' },
    'handled',
  );
  expect(line).toContain('req_1');
  expect(line).not.toMatch(/psk_x_secret|a page/);
});

const documents = {
  part: 'documents',
  setting: 'DOCUMENTS_URL',
  url: 'mongodb://ann:hush@db.example:27017/persona?authSource=admin',
};

test('a store that is away is waited for, and said so once', async () => {
  let lines = '';
  const logger = createLogger('test', 'info', { write: (text) => void (lines += text) });
  let tries = 0;
  const check = async () => {
    if (++tries < 3) throw new Error('not there');
    return tries;
  };
  expect(await untilReady(documents, check, logger)).toBe(3);
  expect(lines.match(/store_awaited/g)).toHaveLength(1);
  // With what to do, and without the password.
  expect(lines).toContain('start what DOCUMENTS_URL=mongodb://db.example:27017/persona names, or correct it');
  expect(lines).not.toMatch(/ann|hush/);
  expect(lines).toContain('store_back');
});

test('a store that does not answer at all is told of before its own timeout', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const lines: string[] = [];
  const logger = createLogger('test', 'info', {
    write: (text) => {
      lines.push(text);
      resolve();
    },
  });
  let answers = false;
  const check = async () => {
    await promise;
    return (answers = true);
  };
  await untilReady(documents, check, logger, 1);
  expect(answers).toBe(true);
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
    'a store does not answer yet; waiting for it',
    'the store is there',
  ]);
});

test('a store that will never be there is not waited for', async () => {
  const check = () => Promise.reject(new StartupError('It refuses us.'));
  await expect(untilReady(documents, check, createLogger('test', 'silent'))).rejects.toThrow('refuses');
});
