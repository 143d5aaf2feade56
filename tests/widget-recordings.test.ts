// What is said in a recording is heard in the widget itself, on pages with the strictest policy.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { describeWithBrowser, eventually, tempFolder } from '@persona/testing';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startInstall, type Install } from './install.ts';

const CAPTIONS =
  'WEBVTT\n\n00:02.000 --> 00:04.000\nThe keeper has seventeen bees.\n\n00:12.500 --> 00:16.000\nThe boathouse is painted green.\n';
/** What a test reads of a player. */
interface Player {
  currentTime: number;
  paused: boolean;
}

await describeWithBrowser('a recording in the widget', (browser) => {
  let install: Install;
  let site: { url: string; stop(): Promise<void> };
  let key: string;
  /** The line of the page, and what its policy lets in, of which `host` is the gateway. */
  let line: { attributes: string; policy: (host: string) => string };
  const STRICT = (host: string): string =>
    `default-src 'none'; script-src 'nonce-1' ${host}; connect-src ${host}; require-trusted-types-for 'script'; trusted-types 'none'`;

  beforeAll(async () => {
    install = await startInstall();
    const instance_data = { name: 'Ada Lind', description: 'A keeper', configuration: {} };
    const { body } = await install.call<{ instance_id: string }>('POST', '/api/instance', { instance_data });
    const { instance_id } = body;
    const video_data = {
      instance_id,
      title: 'The island',
      duration: 20,
      resolution: '64x64',
      file: await film(),
      captions: [{ language: 'en', text: CAPTIONS }],
    };
    const { video_id } = (
      await install.call<{ video_id: string }>('POST', '/api/admin/video', { video_data })
    ).body;
    await eventually(
      async () =>
        (await install.call<{ state: string }>('GET', `/api/admin/video/${video_id}`)).body.state === 'ready',
      { timeoutMs: 120_000 },
    );
    const pages = () =>
      install.call<{ training_data: { status: string }[] }>('GET', '/api/kb/training-data?status=live');
    await eventually(async () => (await pages()).body.training_data.length > 0, { timeoutMs: 60_000 });
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader('content-security-policy', line.policy(install.url));
      response.end(`<!doctype html><html lang="en"><head><title>A site</title></head><body><h1>A site</h1>
<script nonce="1">window.reports=[];addEventListener('securitypolicyviolation',(e)=>reports.push(e.violatedDirective))</script>
<script src="${install.url}/widget.js" data-key="${key}" ${line.attributes} async></script></body></html>`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    site = {
      url,
      stop: () => {
        server.closeAllConnections();
        return new Promise<void>((resolve) => server.close(() => resolve()));
      },
    };
    const widget = { instance_id, origins: [url] };
    ({ key } = (await install.call<{ key: string }>('POST', '/api/admin/widget-keys', widget)).body);
  }, 240_000);
  afterAll(async () => {
    await site.stop();
    await install.stop();
  }, 60_000);

  /** Twenty seconds of picture and sound, in base64. */
  async function film(): Promise<string> {
    using folder = tempFolder();
    const file = path.join(folder.path, 'film.mp4');
    const made =
      '-nostdin -v error -f lavfi -i testsrc=s=64x64:r=10:d=20 -f lavfi -i sine=d=20 -c:v libx264 -pix_fmt yuv420p -c:a aac';
    await promisify(execFile)('ffmpeg', [...made.split(' '), file]);
    return (await readFile(file)).toString('base64');
  }

  /** The page with the source of an answer opened by keyboard. */
  const openSource = async (url = site.url): Promise<Page> => {
    const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(url);
    await page.getByRole('button', { name: 'Talk to Ada Lind' }).press('Enter');
    await page.keyboard.type('What colour is the boathouse painted?');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Source 1/ }).press('Enter');
    await page.locator('blockquote').getByText('painted green').waitFor();
    return page;
  };
  const player = (page: Page) => page.locator('persona-widget video');
  const state = (page: Page) =>
    player(page).evaluate((one) => {
      const { currentTime, paused } = one as unknown as Player;
      return { currentTime, paused };
    });
  const reports = (page: Page) => page.evaluate('window.reports');

  test('plays at the second of the quote, by keyboard, and stops with what shows it', async () => {
    line = { attributes: 'nonce="1" data-media', policy: (host) => `${STRICT(host)}; media-src ${host}` };
    const page = await openSource();
    await eventually(async () => (await state(page)).currentTime === 12.5, { timeoutMs: 60_000 });
    expect(await player(page).getAttribute('aria-label')).toContain('The island');
    expect((await state(page)).paused).toBe(true);
    // The player comes next after the button that opened it.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await eventually(async () => (await state(page)).currentTime > 12.6, { timeoutMs: 60_000 });
    expect((await state(page)).paused).toBe(false);
    await page.getByRole('button', { name: 'Close' }).click();
    expect((await state(page)).paused).toBe(true);
    await page.getByRole('button', { name: 'Talk to Ada Lind' }).click();
    await page.getByRole('button', { name: /^Source 1/ }).click();
    expect(await player(page).count()).toBe(0);
    expect(await reports(page)).toEqual([]);
  });

  test('is a link to its second where the page lets no media in, and nothing is reported', async () => {
    line = { attributes: 'nonce="1"', policy: STRICT };
    const page = await openSource();
    const link = page.getByRole('link', { name: 'Play from 0:12' });
    expect(await link.getAttribute('href')).toMatch(/#t=12\.5,16$/);
    expect(await player(page).count()).toBe(0);
    expect(await reports(page)).toEqual([]);
    // Nor is anything left where it was tried in vain.
    line = { attributes: '', policy: STRICT };
    const tried = await openSource();
    await player(tried).waitFor({ state: 'detached' });
    await tried.getByRole('link', { name: 'Play from 0:12' }).waitFor();
  });

  test('plays on the gateway’s own pages, and the poster is the face', async () => {
    const page = await openSource(`${install.url}/widget-demo?key=${key}`);
    await eventually(async () => (await state(page)).currentTime === 12.5, { timeoutMs: 60_000 });
    expect(await page.locator('persona-widget .launcher .face canvas').count()).toBe(1);
  });
});
