// Every page of the console in a real browser, against a whole install: what it shows, what can be done on
// it, that nobody is shut out (axe), and that the page's policy is never broken.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { MediaView } from '@persona/contracts';
import { describeWithBrowser, eventually, tempFolder, toneWav } from '@persona/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startInstall, type Install } from '../install.ts';
import { axeFindings, openConsole } from './open-console.ts';

let install: Install;
let instanceId: string;
beforeAll(async () => {
  install = await startInstall();
  const instance_data = { name: 'Ada', description: 'Keeper of a light', configuration: {} };
  const { body } = await install.call<{ instance_id: string }>('POST', '/api/instance', { instance_data });
  instanceId = body.instance_id;
  const pages = [
    {
      title: 'The storm',
      content:
        '# The storm\n\nI kept the light turning by **hand** during the storm of 1998.\n\n- lamp\n- lens',
    },
    { title: 'The ferry', content: 'The ferry Petrel sails at eight every morning.' },
  ];
  const prefer = { prefer: 'wait=60' };
  await install.call('POST', '/api/kb/store-pages', { instance_id: instanceId, pages }, prefer);
});
afterAll(() => install.stop());

const ask = async (message: string, user_id = 'ann') =>
  install.call<{ chat_id: string }>('POST', '/api/kb/v2/chat', {
    chat_data: { instance_id: instanceId, user_id, message },
  });

const PAGES = [
  ['Home', '#/'],
  ['Talk', '#/talk'],
  ['Knowledge', '#/knowledge'],
  ['Review', '#/review'],
  ['Chats', '#/chats'],
  ['Unanswered', '#/unanswered'],
  ['Voices and videos', '#/media'],
  ['Jobs', '#/jobs'],
  ['Keys and tokens', '#/keys'],
  ['Widget', '#/widget'],
  ['Audit', '#/audit'],
  ['System', '#/system'],
] as const;

await describeWithBrowser('the pages of the console', (browser) => {
  test.each([
    ['in the light', {}],
    ['in the dark, on a phone', { colorScheme: 'dark', viewport: { width: 320, height: 640 } }],
    ['in Arabic, from right to left', { locale: 'ar' }],
  ] as const)('shut nobody out, break no policy and stay in the window: %s', async (_, options) => {
    await ask('How did you keep the light turning?');
    await ask('What is the name of your dentist?');
    const { page, complaints } = await openConsole(browser, install, '#/', options);
    for (const [name, hash] of PAGES) {
      await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
      await page.locator('main h1').waitFor();
      await expect.poll(() => page.locator('.loading').count(), { timeout: 60_000 }).toBe(0);
      expect(await axeFindings(page), name).toEqual([]);
      expect(
        await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
        name,
      ).toBeLessThanOrEqual(0);
    }
    expect(complaints).toEqual([]);
    if ('locale' in options) {
      expect(await page.evaluate('document.documentElement.dir')).toBe('rtl');
      await page.getByRole('link', { name: 'المعرفة' }).waitFor();
    }
  });

  test('are links by their names, also by typing; a state is its address', async () => {
    const { page } = await openConsole(browser, install);
    for (const [name] of PAGES.slice(0, 3)) {
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('link', { name, exact: true }).and(page.locator('[aria-current=page]')).waitFor();
    }
    await page.getByRole('searchbox', { name: 'Search' }).fill('ferry');
    // Before the first rows have come, The storm is not there either.
    await page.waitForURL(/q=ferry/);
    await page.getByRole('link', { name: /The storm/ }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /The ferry/ }).click();
    await page.getByRole('dialog').getByText('sails at eight').waitFor();
    const url = page.url();
    expect(url).toContain('q=ferry');
    expect(await axeFindings(page)).toEqual([]);
    await page.reload();
    await page.getByRole('dialog').getByText('sails at eight').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+K');
    await page.getByRole('combobox', { name: 'Type a page or the name of a persona' }).fill('audit');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor();
  });

  test('a page is changed, and taken back', async () => {
    const { page } = await openConsole(browser, install, '#/knowledge');
    await page.getByRole('link', { name: /The storm/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Edit' }).click();
    await dialog.getByRole('textbox', { name: 'Text' }).fill('I let the light go out in 1998.');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('I let the light go out in 1998.').waitFor();
    // What is told stands under the box, which is closed first.
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventually(async () => {
      const { body } = await install.call<{ training_data: { content: string }[] }>(
        'GET',
        `/api/kb/training-data?instance_id=${instanceId}&q=storm`,
      );
      return body.training_data[0]?.content.includes('by **hand**') ?? false;
    });
  });

  test('an answer tells why, and its call answers the same from curl, TypeScript and Python', async () => {
    const { page } = await openConsole(browser, install, '#/talk');
    await page.getByRole('textbox', { name: 'Message' }).fill('How did you keep the light turning?');
    await page.keyboard.press('Enter');
    await page
      .getByRole('button', { name: /^Source 1/ })
      .first()
      .waitFor();
    await page.getByRole('tab', { name: 'Why' }).click();
    await page.getByText('Passages that were considered').waitFor();
    await page.getByText('quoted', { exact: true }).first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Request' }).click();
    const folder = tempFolder();
    onTestFinished(() => folder.remove());
    const env = { ...process.env, PERSONA_KEY: install.key };
    for (const [label, program, file] of [
      ['curl', 'sh', 'call.sh'],
      ['TypeScript', process.execPath, 'call.mts'],
      ['Python', 'python3', 'call.py'],
    ] as const) {
      const text = await page.locator(`pre[aria-label="${label}"]`).textContent();
      writeFileSync(path.join(folder.path, file), text ?? '');
      const said = execFileSync(program, [path.join(folder.path, file)], { env, encoding: 'utf8' });
      expect(said, label).toContain('by hand during the storm of 1998');
    }
  });

  test('a proposal is edited and approved by its keys, and a user is erased with a receipt', async () => {
    const articles = ['The lamp has forty watts.'];
    await install.call('POST', '/api/kb/review-data', { instance_id: instanceId, review_data: { articles } });
    const { page } = await openConsole(browser, install, '#/review');
    await page.getByText('The lamp has forty watts.').last().waitFor();
    await page.keyboard.press('e');
    await page.getByRole('textbox', { name: 'Text' }).fill('The lamp has sixty watts.');
    await page.keyboard.press('Escape');
    await page.locator('ins').getByText('sixty').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('a');
    await page.getByText('Approved.').waitFor();
    const { body } = await install.call<{ review_data: { state: string; items: { edited: string }[] }[] }>(
      'GET',
      `/api/kb/review-data?instance_id=${instanceId}`,
    );
    expect(body.review_data[0]).toMatchObject({
      state: 'approved',
      items: [{ edited: 'The lamp has sixty watts.' }],
    });

    await ask('How did you keep the light turning?', 'visitor 7');
    await page.evaluate("location.hash = '#/chats?user=visitor+7'");
    await page.getByRole('button', { name: 'Erase this user' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Erase this user' }).click();
    const receipt = page.getByRole('dialog', { name: 'Receipt' });
    await receipt.getByText('visitor 7').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    const { body: left } = await install.call<{ chats: unknown[] }>(
      'GET',
      '/api/persona/chats?user_id=visitor+7',
    );
    expect(left.chats).toEqual([]);
  });

  test('a stream that is cut goes on, and the answer is whole', async () => {
    const { page } = await openConsole(browser, install, '#/talk');
    let cuts = 0;
    await page.route('**/api/kb/v2/chat', async (route) => {
      if (cuts++ > 0) return route.continue();
      const response = await route.fetch();
      const text = await response.text();
      return route.fulfill({ response, body: text.slice(0, text.indexOf('event: done') - 20) });
    });
    await page.getByRole('textbox', { name: 'Message' }).fill('How did you keep the light turning?');
    await page.keyboard.press('Enter');
    await page
      .getByRole('button', { name: /^Source 1/ })
      .first()
      .waitFor();
    expect(cuts).toBeGreaterThan(1);
    const log = page.getByRole('log', { name: 'Conversation' });
    expect(await log.locator('.said').allTextContents()).toEqual([
      expect.stringMatching(/^I kept the light turning by hand during the storm of 1998\.\d?$/),
    ]);
  });

  test('a question that no page answers is answered by a person, and then by the persona', async () => {
    await ask('What does a ticket for the tower cost?');
    const { page } = await openConsole(browser, install, '#/unanswered');
    const card = page.getByRole('listitem').filter({ hasText: 'What does a ticket for the tower cost?' });
    await card.getByRole('button', { name: 'Answer it' }).click();
    await page.getByRole('textbox', { name: 'The answer' }).fill('A ticket for the tower costs four pounds.');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await card.waitFor({ state: 'detached' });
    await eventually(async () => {
      const { body } = await install.call<{ response: string }>('POST', '/api/kb/v2/chat', {
        chat_data: {
          instance_id: instanceId,
          user_id: 'bo',
          message: 'What does a ticket for the tower cost?',
        },
      });
      return body.response.includes('four pounds');
    });
  });

  test('a voice says whether somebody agreed to it, and keeps who did', async () => {
    const { body } = await install.call<{ voice_id: string }>('POST', '/api/admin/add_voice', {
      instance_id: instanceId,
      voice_data: { sample_audio: toneWav().toString('base64'), language: 'en', tone: 'warm', pitch: 'low' },
    });
    const voice = async () =>
      (await install.call<MediaView>('GET', `/api/admin/voice/${body.voice_id}`)).body;
    await eventually(async () => (await voice()).state === 'ready', { timeoutMs: 60_000 });
    const { page } = await openConsole(browser, install, '#/media');
    await page.getByText('Nobody has agreed yet that this voice speaks.').waitFor();
    await page.getByRole('button', { name: 'Consent: Voice' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Who agreed' }).fill('Ada Moreau');
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Keep the consent' }).click();
    await page.getByText('Agreed by Ada Moreau').waitFor();
    const { consent } = await voice();
    expect([consent?.actor, consent?.statement.includes('my voice')]).toEqual(['Ada Moreau', true]);
  });

  test('an answer is heard, or why it cannot be is told', async () => {
    const { page } = await openConsole(browser, install, '#/talk');
    await page.getByRole('textbox', { name: 'Message' }).fill('When does the ferry sail?');
    await page.keyboard.press('Enter');
    await page
      .getByRole('button', { name: /^Source 1/ })
      .first()
      .waitFor();
    const heard = page.waitForResponse((one) => /\/messages\/msg_[^/]+\/audio/.test(one.url()));
    await page.getByRole('button', { name: 'Listen' }).click();
    const response = await heard;
    // 501 where nothing is installed that speaks.
    if (response.status() === 501) await page.getByText(/espeak-ng|SPEECH_MODEL/).waitFor();
    else {
      const player = page.locator('audio[aria-label="Listen"]');
      await eventually(
        async () => (await player.evaluate((one) => (one as unknown as { duration: number }).duration)) > 0.5,
      );
    }
    expect(await axeFindings(page)).toEqual([]);
  });

  test('a worker that hangs and is killed is told on the page of jobs, with what to do, and the next one goes on', async () => {
    const record = JSON.parse(readFileSync(path.join(install.folder, 'run/record.json'), 'utf8')) as {
      processes: { name: string; pid: number }[];
    };
    const { pid } = record.processes.find(({ name }) => name === 'ingest-worker') ?? {};
    // As process 0 it would be everything that runs these tests.
    if (pid === undefined) throw new Error('There is no ingest worker.');
    process.kill(pid, 'SIGSTOP');
    const pages = [{ title: 'Waits', content: 'This page waits for a worker.' }];
    await install.call('POST', '/api/kb/store-pages', { instance_id: instanceId, pages });
    const { page } = await openConsole(browser, install, '#/jobs');
    await page.getByText('No worker takes it.').waitFor();
    const other = [{ title: 'Is not wanted', content: 'This page waits for a worker, too.' }];
    await install.call('POST', '/api/kb/store-pages', { instance_id: instanceId, pages: other });
    await expect.poll(() => page.getByText('No worker takes it.').count(), { timeout: 60_000 }).toBe(2);
    await page.getByRole('button', { name: 'Stop it' }).first().click();
    await page.locator('.job').first().locator('.badge', { hasText: 'stopped' }).waitFor();
    // The launcher starts another.
    process.kill(pid, 'SIGKILL');
    await page.getByText('No worker takes it.').waitFor({ state: 'detached' });
    await page.locator('.job').nth(1).locator('.badge', { hasText: 'done' }).waitFor();
  });
});
