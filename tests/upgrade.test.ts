// An install whose index is of the format before: it answers every question while today's is filled, and
// takes new pages meanwhile.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ageIndexes, eventually, tempFolder } from '@persona/testing';
import { expect, onTestFinished, test } from 'vitest';
import { startInstall, type Install } from './install.ts';

const NAMES = ['Ada', 'Brita', 'Carl', 'Dora', 'Emil', 'Frida', 'Georg', 'Hanna', 'Ivar', 'Julia'];
const pageOf = (n: number) => ({
  title: `Log ${n}`,
  content: `# Log ${n}\n\nThe lamp of beacon ${n} was lit by ${NAMES[n % NAMES.length]} in ${1700 + n}. ${'The wind came from the west. '.repeat(20)}`,
});
const PAGES = 300;

interface Answer {
  answer_type: string;
  response: string;
  warnings?: string[];
}
const ask = async ({ call }: Install, n: number) => {
  const chat_data = { user_id: 'ann', message: `Who lit the lamp of beacon ${n}?` };
  const { status, body } = await call<Answer>('POST', '/api/kb/v2/chat', { chat_data });
  return { ...body, code: status };
};
const indexOf = async (install: Install) =>
  (await install.call<{ parts: Record<string, string> }>('GET', '/readyz')).body.parts['index'];

test('an upgrade that changes the index leaves no question unanswered', { timeout: 300_000 }, async () => {
  const folder = tempFolder();
  onTestFinished(() => folder.remove());
  const before = await startInstall({ PERSONA_DATA_DIR: folder.path });
  await before.call('POST', '/api/instance', {
    instance_data: { name: 'Ada', description: 'A lighthouse keeper', configuration: {} },
  });
  const pages = Array.from({ length: PAGES }, (_, n) => pageOf(n));
  await before.call('POST', '/api/kb/store-pages', { pages }, { prefer: 'wait=60' });
  await eventually(async () => (await indexOf(before)) === 'ok', { timeoutMs: 120_000 });
  expect((await ask(before, 17)).response).toContain(NAMES[7]);
  await before.stop();
  const search = path.join(folder.path, 'search');
  ageIndexes(search);
  expect(readdirSync(search).some((name) => name.includes('.v'))).toBe(false);

  const after = await startInstall({ PERSONA_DATA_DIR: folder.path });
  onTestFinished(() => after.stop());
  const states = new Set<string | undefined>();
  let asked = 0;
  for (let n = 0; !states.has('ok'); n = (n + 37) % PAGES) {
    const answer = await ask(after, n);
    expect(answer).toMatchObject({ code: 200, answer_type: 'grounded' });
    expect(answer.response).toContain(NAMES[n % NAMES.length]);
    // A page that is stored meanwhile is found, too.
    if (asked++ === 2) {
      const added = [pageOf(PAGES)];
      await after.call('POST', '/api/kb/store-pages', { pages: added }, { prefer: 'wait=60' });
      expect((await ask(after, PAGES)).response).toContain(NAMES[PAGES % NAMES.length]);
    }
    states.add(await indexOf(after));
  }
  expect([...states].join()).toMatch(/rebuilding \d+ %.*ok$/);
});
