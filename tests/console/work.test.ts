// The console's daily work in a real browser, against a whole install: an answer is corrected, a recording
// is uploaded and heard at its second, keys are made and end, a website gets its line, the audit knows of it.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describeWithBrowser, eventually, tempFolder } from '@persona/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startInstall, type Install } from '../install.ts';
import { axeFindings, openConsole } from './open-console.ts';

let install: Install;
let instance_id: string;
beforeAll(async () => {
  install = await startInstall();
  const instance_data = { name: 'Ada', description: 'Keeper of a light', configuration: {} };
  ({ instance_id } = (
    await install.call<{ instance_id: string }>('POST', '/api/instance', { instance_data })
  ).body);
  const pages = [{ title: 'The ferry', content: 'The ferry Petrel sails at eight every morning.' }];
  await install.call('POST', '/api/kb/store-pages', { instance_id, pages }, { prefer: 'wait=60' });
});
afterAll(() => install.stop());

const ask = async (message: string, user_id = 'ann') =>
  install.call<{ response: string }>('POST', '/api/kb/v2/chat', {
    chat_data: { instance_id, user_id, message },
  });

/** A film of twenty seconds with captions in it. */
async function film(): Promise<Buffer> {
  using folder = tempFolder();
  const file = (name: string): string => path.join(folder.path, name);
  await writeFile(
    file('captions.srt'),
    '1\n00:00:02,000 --> 00:00:04,000\nThe keeper has seventeen bees.\n\n2\n00:00:12,500 --> 00:00:16,000\nThe boathouse is painted green.\n',
  );
  const from = ['-f', 'lavfi', '-i', 'testsrc=s=64x64:r=10:d=20', '-i', file('captions.srt')];
  const made = '-map 0 -map 1 -c:v libx264 -pix_fmt yuv420p -c:s mov_text -metadata:s:s:0 language=eng';
  const run = ['-nostdin', '-v', 'error', ...from, ...made.split(' '), file('film.mp4')];
  await promisify(execFile)('ffmpeg', run);
  return await readFile(file('film.mp4'));
}

await describeWithBrowser('work in the console', (browser) => {
  test('an answer is corrected where it was said, and the correction waits in review and changes the answer', async () => {
    await ask('When does the ferry sail?');
    const { page, complaints } = await openConsole(browser, install, '#/chats');
    await page.getByRole('link', { name: /When does the ferry sail/ }).click();
    await page.getByRole('button', { name: 'Correct it' }).click();
    const field = page.getByRole('textbox', { name: 'What should it have said?' });
    await field.fill('The ferry Petrel sails at nine every morning.');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('The correction waits in Review.').waitFor();
    await page.goto(`${install.url}/#/review?persona=${instance_id}`);
    await page.locator('ins').getByText('nine').waitFor();
    await page.getByRole('button', { name: /^Approve/ }).click();
    await page.getByText('Approved.').waitFor();
    await eventually(async () => (await ask('When does the ferry sail?')).body.response.includes('nine'));
    expect(complaints).toEqual([]);
  });

  test('the same question of several people stands once, with its count, and its nearest page', async () => {
    for (const [user, question] of [
      ['ann', 'Which harbour did the ferry Petrel leave in 1950?'],
      ['bob', 'Which harbour did the ferry Petrel leave in 1950?'],
      ['cy', 'which harbour did the ferry petrel leave in 1950'],
    ] as const)
      await ask(question, user);
    const { page } = await openConsole(browser, install, '#/unanswered');
    const card = page.getByRole('listitem').filter({ hasText: /which harbour/i });
    await card.getByText('asked 3×').waitFor();
    expect(await card.count()).toBe(1);
    await card.getByRole('link', { name: 'The ferry' }).waitFor();
  });

  test('a recording is uploaded, shows its captions at their cue, and a source plays it at its second', async () => {
    const { page, complaints } = await openConsole(browser, install, '#/media');
    await page.getByRole('button', { name: 'Add a recording' }).click();
    const buffer = await film();
    await page.locator('input[type=file]').setInputFiles({ name: 'film.mp4', mimeType: 'video/mp4', buffer });
    await page.getByRole('textbox', { name: 'Title' }).fill('The island');
    await page.getByRole('button', { name: 'Upload' }).click();
    const card = page.getByRole('listitem').filter({ hasText: 'The island' });
    await card.locator('.badge', { hasText: 'ready' }).waitFor({ timeout: 120_000 });
    await eventually(async () => (await card.locator('video').getAttribute('poster')) !== null);
    expect(await axeFindings(page)).toEqual([]);
    const said = card.locator('video').evaluate(async (one) => {
      const player = one as unknown as {
        muted: boolean;
        currentTime: number;
        play(): Promise<void>;
        textTracks: { mode: string; activeCues: { text: string }[] | null }[];
        addEventListener(name: string, listener: () => void): void;
      };
      player.muted = true;
      player.currentTime = 12.6;
      await player.play();
      return new Promise<string>((resolve) => {
        player.addEventListener('timeupdate', () => {
          const [cue] = player.textTracks[0]?.activeCues ?? [];
          if (cue) resolve(`${player.textTracks[0]?.mode}: ${cue.text}`);
        });
      });
    });
    expect(await said).toBe('showing: The boathouse is painted green.');

    await eventually(
      async () => (await ask('What colour is the boathouse painted?')).body.response.includes('green'),
      { timeoutMs: 60_000 },
    );
    await page.goto(`${install.url}/#/talk?persona=${instance_id}`);
    await page.getByRole('textbox', { name: 'Message' }).fill('What colour is the boathouse painted?');
    await page.keyboard.press('Enter');
    await page
      .getByRole('button', { name: /^Source 1/ })
      .first()
      .click();
    const player = page.getByRole('dialog').locator('video');
    await eventually(
      async () =>
        (await player.evaluate((one) => (one as unknown as { currentTime: number }).currentTime)) === 12.5,
    );
    expect(complaints).toEqual([]);
  });

  test('a key is made, opens what it says, and ends; the audit knows who did it', async () => {
    const { page, complaints } = await openConsole(browser, install, '#/keys');
    await page.getByRole('button', { name: 'New key' }).click();
    const form = page.getByRole('dialog', { name: 'New key' });
    await form.getByRole('textbox', { name: 'Name' }).fill('Of the kiosk');
    await form.getByRole('button', { name: 'New key' }).click();
    const key = await page.locator('pre[aria-label="Key"]').textContent();
    await page.keyboard.press('Escape');
    const status = async () => {
      const body = JSON.stringify({ chat_data: { user_id: 'kiosk', message: 'When does the ferry sail?' } });
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      return (await fetch(`${install.url}/api/kb/v2/chat`, { method: 'POST', headers, body })).status;
    };
    expect(await status()).toBe(200);
    const row = page.getByRole('listitem').filter({ hasText: 'Of the kiosk' });
    await row.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await row.waitFor({ state: 'detached' });
    expect(await status()).toBe(401);

    await page.evaluate("location.hash = '#/audit'");
    const entry = page.getByRole('row').filter({ hasText: 'key.revoke' });
    await entry.getByRole('button').last().click();
    await page.waitForURL(/object=key_/);
    await expect
      .poll(() =>
        page
          .getByRole('row')
          .filter({ hasText: /chat\.say|session\./ })
          .count(),
      )
      .toBe(0);
    await page.getByRole('row').filter({ hasText: 'key.create' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a website gets its line, and whoever has none a page', async () => {
    const { page, complaints } = await openConsole(browser, install, `#/widget?persona=${instance_id}`);
    await page.getByRole('textbox', { name: /Addresses of your website/ }).fill('https://www.example.org');
    await page.getByRole('button', { name: 'Make the line' }).click();
    const line = await page.locator('pre[aria-label="The line for your page"]').textContent();
    expect(line).toMatch(
      /^<script src="http:\/\/127\.0\.0\.1:\d+\/widget\.js" data-key="wk_\w+" async><\/script>$/,
    );
    const opened = page.waitForEvent('popup');
    await page.getByRole('link', { name: 'Try it' }).click();
    await (await opened).getByRole('button', { name: 'Talk to Ada' }).waitFor();
    const address = `${install.url}/p/${instance_id}`;
    expect((await fetch(address)).status).toBe(404);
    await page.getByRole('button', { name: 'Make it public' }).click();
    await page.getByRole('link', { name: address }).waitFor();
    expect((await fetch(address)).status).toBe(200);
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('link', { name: address }).waitFor({ state: 'detached' });
    expect((await fetch(address)).status).toBe(404);
    expect(complaints).toEqual([]);
  });
});
