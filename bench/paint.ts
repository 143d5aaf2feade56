import { findBrowser, type Browser, type BrowserContext } from '@persona/testing';
import { startStack, type Stack } from './stack.ts';
import { percentile, rounded } from './table.ts';

const SLOWDOWN = 4;
/** A page is looked at until nothing new has been painted for this long. */
const QUIET_MS = 1000;
/** Work that takes longer keeps a person waiting (W3C, Long Tasks). */
const LONG_TASK_MS = 50;

/** Kept in a page from its beginning: the largest paint so far, and how long the page could not react. */
const OBSERVE = `
window.painted = { at: 0, blocked: 0, element: '' };
new PerformanceObserver((list) => {
  for (const { startTime, element } of list.getEntries())
    Object.assign(painted, { at: startTime, element: element?.tagName + ' ' + (element?.className ?? '') });
}).observe({ type: 'largest-contentful-paint', buffered: true });
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) painted.blocked += duration - ${LONG_TASK_MS};
}).observe({ type: 'longtask', buffered: true });
`;

interface Painted {
  at: number;
  blocked: number;
  element: string;
}

/**
 * When the largest paint of the console's first screens stands, and how long it blocks, in milliseconds, in a
 * browser that has nothing of it yet and a quarter of this machine's speed.
 */
export async function runPaintBench(
  rounds: number,
): Promise<Record<string, Record<string, string | number>[]>> {
  const browser = await findBrowser();
  if (typeof browser === 'string') throw new Error(browser);
  await using started = new AsyncDisposableStack();
  started.adopt(browser, (one) => one.close());
  const stack = started.adopt(await startStack('embedded'), (one) => one.stop());
  const instance_data = { name: 'Ada', description: 'A lighthouse keeper', configuration: {} };
  const { instance_id } = await stack.json<{ instance_id: string }>('POST', '/api/instance', {
    instance_data,
  });
  const pages = [{ title: 'The lamp', content: 'The lamp of the Skerry lighthouse burns whale oil.' }];
  await stack.json('POST', '/api/kb/store-pages', { instance_id, pages });

  const signedIn = started.adopt(await signIn(browser, stack), (one) => one.close());
  const rows: Record<string, string | number>[] = [];
  for (const [screen, context, hash] of [
    ['sign-in', null, '#/'],
    ['home', signedIn, '#/'],
    ['talk', signedIn, '#/talk'],
    ['knowledge', signedIn, '#/knowledge'],
  ] as const) {
    const all: Painted[] = [];
    for (let round = 0; round < rounds; round++) {
      const own = context ?? (await browser.newContext());
      all.push(await look(own, `${stack.base}/${hash}`));
      if (!context) await own.close();
    }
    const of = (name: 'at' | 'blocked', share: number) =>
      rounded(
        percentile(
          all.map((one) => one[name]),
          share,
        ),
      );
    rows.push({
      screen,
      rounds,
      paint_p50_ms: of('at', 0.5),
      paint_p95_ms: of('at', 0.95),
      blocked_p50_ms: of('blocked', 0.5),
      blocked_p95_ms: of('blocked', 0.95),
      element: all.at(-1)?.element ?? '',
    });
  }
  return { [`paint of the console, at a quarter of the speed`]: rows };
}

async function signIn(browser: Browser, stack: Stack): Promise<BrowserContext> {
  const { code } = await stack.json<{ code: string }>('POST', '/api/session/links', {});
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${stack.base}/#/sign-in?code=${code}`);
  await page.getByRole('navigation').waitFor();
  await page.close();
  return context;
}

async function look(context: BrowserContext, url: string): Promise<Painted> {
  const page = await context.newPage();
  const debug = await context.newCDPSession(page);
  await debug.send('Network.setCacheDisabled', { cacheDisabled: true });
  await debug.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await page.addInitScript(OBSERVE);
  await page.goto(url);
  let seen: Painted = { at: 0, blocked: 0, element: '' };
  for (;;) {
    await page.waitForTimeout(QUIET_MS);
    const now = await page.evaluate<Painted>('painted');
    if (now.at > 0 && now.at === seen.at) break;
    seen = now;
  }
  const found = await page.evaluate<Painted>('painted');
  await page.close();
  return found;
}
