// A browser on the console of a real install, for the tests of this folder.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from '@persona/testing';
import { onTestFinished } from 'vitest';
import type { Install } from '../install.ts';
import { AT_REST } from '../at-rest.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export interface OpenedConsole {
  page: Page;
  /** What the browser reported by itself: errors of scripts, and violations of the page's policy. */
  complaints: string[];
  /** Requests of the page since it was opened, as `method path`. */
  requests: string[];
}

/** The address that signs a browser in. */
export async function signInLink({ call, url }: Install): Promise<string> {
  const { body } = await call<{ code: string }>('POST', '/api/session/links', {});
  return `${url}/#/sign-in?code=${body.code}`;
}

/** A fresh window of the browser, not signed in yet; it is closed with the test. */
export async function openWindow(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<OpenedConsole> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  // Four times as slow a machine passes.
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
  return { page, complaints, requests };
}

/** A window that is signed in, at a page of the console, as in `#/talk`. */
export async function openConsole(
  browser: Browser,
  install: Install,
  at = '#/',
  options: BrowserContextOptions = {},
): Promise<OpenedConsole> {
  const opened = await openWindow(browser, options);
  await opened.page.goto(await signInLink(install));
  await opened.page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Sign in' }).waitFor();
  if (at !== '#/') await opened.page.evaluate(`location.hash = ${JSON.stringify(at)}`);
  return opened;
}

interface AxeResults {
  violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
}

/** What axe finds wrong with the page as it is shown; a line for each place. */
export async function axeFindings(page: Page): Promise<string[]> {
  // A script that the page's own policy would not let in comes by the debugger.
  await page.evaluate(await readFile(axe, 'utf8'));
  await page.evaluate(AT_REST);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
}
