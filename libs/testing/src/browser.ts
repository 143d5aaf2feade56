import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
export type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { findProgram } from './server-process.ts';
import { describeWithFound } from './servers.ts';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** A browser of this machine: the program of CHROMIUM_PATH, else one on PATH; else what is missing. */
export async function findBrowser(): Promise<Browser | string> {
  const named = process.env['CHROMIUM_PATH'];
  const command = named || findProgram(...PROGRAMS);
  if (!command || (named && !existsSync(named)))
    return 'no Chromium: set CHROMIUM_PATH, or put chromium on PATH';
  const { chromium } = await import('playwright-core');
  try {
    return await chromium.launch({
      executablePath: command,
      // Root, as in containers, has no sandbox of Chromium; the pages are our own.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
  } catch (error) {
    return `${command} does not start: ${String(error).split('\n')[0]}`;
  }
}

/**
 * Declares a suite of tests in a real browser. Without one the suite is a visible skip that says how to get
 * it, or a failure where REQUIRE names `browser`.
 */
export async function describeWithBrowser(name: string, suite: (browser: Browser) => void): Promise<void> {
  const found = await findBrowser();
  const isNeeded = (process.env['REQUIRE'] ?? '').split(',').includes('browser');
  if (typeof found === 'string') return describeWithFound(found, isNeeded, name, () => undefined);
  return describeWithFound({ browser: found, stop: () => found.close() }, isNeeded, name, ({ browser }) =>
    suite(browser),
  );
}
