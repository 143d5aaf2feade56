// The first minute with the console in a real browser, against a whole install on a fresh folder.
import { describeWithBrowser } from '@persona/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startInstall, type Install } from '../install.ts';
import { axeFindings, openConsole, openWindow } from './open-console.ts';

let install: Install;
beforeAll(async () => {
  install = await startInstall();
});
afterAll(() => install.stop());

const MARKDOWN = `# The first hive

I bought my first hive in the spring of 1961, from a neighbour in Altmark. It cost me forty marks.

## The winter of 1978

That winter I lost nine of my eleven colonies to the cold.
`;
const file = { name: 'bees.md', mimeType: 'text/markdown', buffer: Buffer.from(MARKDOWN) };
const QUESTION = 'When did you buy your first hive?';

await describeWithBrowser('the console', (browser) => {
  test('the printed link, a file, a question, and its answer at the quote: by mouse', async () => {
    const { page, complaints } = await openWindow(browser);
    const [link = ''] = /http:\/\/\S+#\/sign-in\?code=\S+/.exec(install.said()) ?? [];
    let actions = 0;
    const act = async (action: Promise<unknown>) => {
      actions++;
      await action;
    };
    await act(page.goto(link));
    await act(page.getByRole('textbox', { name: 'Name of the person' }).fill('Grandfather'));
    await act(page.getByRole('textbox', { name: 'A sentence about them' }).fill('Kept bees for fifty years'));
    await act(page.locator('input[type=file]').setInputFiles(file));
    await act(page.getByRole('button', { name: 'Make the persona' }).click());
    await page.getByText('1 of 1 can be asked about').waitFor();
    await act(page.getByRole('link', { name: 'Ask the first question' }).click());
    await act(page.getByRole('textbox', { name: 'Message' }).fill(QUESTION));
    await act(page.getByRole('button', { name: 'Send' }).click());
    const log = page.getByRole('log', { name: 'Conversation' });
    await act(
      log
        .getByRole('button', { name: /^Source 1/ })
        .first()
        .click(),
    );
    const quote = page.locator('mark[data-quote]');
    await quote.waitFor();
    expect(await quote.textContent()).toContain('in the spring of 1961');
    await expect.poll(async () => (await quote.boundingBox())?.y).toBeLessThan(720);
    expect(actions).toBeLessThanOrEqual(10);
    expect(await axeFindings(page)).toEqual([]);
    expect(complaints).toEqual([]);
    // The link opens nothing a second time.
    const other = await openWindow(browser);
    await other.page.goto(link);
    await other.page.getByRole('alert').getByText('npm run persona -- sign-in').waitFor();
  });

  test('the same by keyboard alone', async () => {
    const { page, complaints } = await openConsole(browser, install);
    const focused = () =>
      page.evaluate<string>("document.activeElement?.closest('input, button, a, textarea')?.outerHTML ?? ''");
    const tabTo = async (pattern: RegExp) => {
      for (let n = 0; n < 60; n++) {
        if (pattern.test(await focused())) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`no way by Tab to ${pattern}`);
    };
    await tabTo(/name="name"/);
    await page.keyboard.type('Grandmother');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Sailed the Baltic');
    await tabTo(/type="file"/);
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')]);
    await chooser.setFiles(file);
    await tabTo(/type="submit"/);
    await page.keyboard.press('Enter');
    await page.getByText('1 of 1 can be asked about').waitFor();
    await tabTo(/Ask the first question/);
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
    await tabTo(/<textarea/);
    await page.keyboard.type(QUESTION);
    await page.keyboard.press('Enter');
    await page
      .getByRole('button', { name: /^Source 1/ })
      .first()
      .waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.evaluate('document.activeElement.blur()');
    await tabTo(/aria-label="Source 1/);
    await page.keyboard.press('Enter');
    await page.locator('mark[data-quote]').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  test('a key signs in, a wrong one says so, and signing out ends it', async () => {
    const { page } = await openWindow(browser);
    await page.goto(install.url);
    const key = page.getByRole('textbox', { name: 'Key' });
    await key.fill('psk_wrong_000000000000000000000000');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('unknown or revoked').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await key.fill(install.key);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Whose knowledge shall speak?' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await key.waitFor();
    await page.reload();
    await key.waitFor();
  });

  test('the first screen is small: its scripts, its requests', async () => {
    const { page, requests } = await openWindow(browser);
    const sizes: number[] = [];
    page.on('response', (response) => {
      if (!response.url().endsWith('.js')) return;
      sizes.push(Number(response.headers()['content-length'] ?? Infinity));
    });
    await page.goto(install.url);
    await page.getByRole('textbox', { name: 'Key' }).waitFor();
    expect(requests.length, requests.join('\n')).toBeLessThanOrEqual(6);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(60 * 1024);
  });
});
