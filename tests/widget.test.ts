// The widget in a real browser, on pages of other origins with the strictest policy, against a whole install.
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { describeWithBrowser } from '@persona/testing';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startInstall, type Install } from './install.ts';
import { AT_REST } from './at-rest.ts';

const QUESTION = 'What does the lamp of the Skerry lighthouse burn?';
const ANSWER = 'The lamp of the Skerry lighthouse burns whale oil.';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** In a page: the place, the size and the whole style of each element, and how the page is scrolled. */
const LOOKS = `JSON.stringify([
  [document.documentElement, ...document.querySelectorAll('body, body *:not(script)')].map((one) => {
    const style = getComputedStyle(one);
    return [one.getBoundingClientRect(), [...style].map((name) => style.getPropertyValue(name))];
  }),
  document.documentElement.scrollWidth, document.documentElement.scrollHeight, scrollX, scrollY,
])`;
/** What a page has; the types of browsers are none of a test's. */
interface Window {
  getComputedStyle(element: unknown): { getPropertyValue(name: string): string };
}
const styleOf = (element: Locator, name: string): Promise<string> =>
  element.evaluate(
    (one: unknown, name) => (globalThis as unknown as Window).getComputedStyle(one).getPropertyValue(name),
    name,
  );

/** A server on a port of its own, which is an origin of its own. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

await describeWithBrowser('the widget', (browser) => {
  let install: Install;
  let instance_id: string;
  let site: Awaited<ReturnType<typeof serve>>;
  /** What the page of the site has, beside its text. */
  const usual = { attributes: '', widget: '', connect: '' };
  let html = usual;
  let key: string;

  const policy = (host: string): string =>
    `default-src 'none'; script-src 'nonce-1'; style-src 'nonce-1'; connect-src ${host} ${html.connect}; require-trusted-types-for 'script'; trusted-types 'none'`;
  beforeAll(async () => {
    install = await startInstall();
    const instance_data = { name: 'Ada Moreau', description: 'A keeper', configuration: {} };
    ({ instance_id } = (
      await install.call<{ instance_id: string }>('POST', '/api/instance', { instance_data })
    ).body);
    const pages = [
      { title: 'The lamp <img src=x onerror=alert(1)>', content: ANSWER },
      { title: 'The storm', content: 'I wound the clockwork by hand during the storm of 1998.' },
      { title: 'Splicing rope', content: 'My grandfather taught me to splice rope.' },
    ];
    await install.call('POST', '/api/kb/store-pages', { instance_id, pages }, { prefer: 'wait=60' });
    site = await serve((request, response) => {
      if (request.url === '/persona-token') {
        const user_id = /user=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
        void install
          .call('POST', '/api/tokens', { key, user_id })
          .then(({ body }) =>
            response.setHeader('content-type', 'application/json').end(JSON.stringify(body)),
          );
        return;
      }
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader('content-security-policy', policy(install.url));
      response.end(`<!doctype html><html ${html.attributes}><head><title>A site</title>
<style nonce="1">*{box-sizing:content-box;letter-spacing:1px}button{background:lime!important;font-size:40px!important}html>*{position:relative}main{height:4000px;width:900px}</style></head>
<body><main><h1>A site</h1><p id="text">Its text.</p><button>Its button</button></main>
<script nonce="1">window.reports=[];addEventListener('securitypolicyviolation',(e)=>reports.push(e.violatedDirective+' '+e.blockedURI))</script>
${request.url === '/without' ? '' : `<script nonce="1" src="${install.url}/widget.js" data-key="${key}" ${html.widget} async></script>`}</body></html>`);
    });
    const body = { instance_id, origins: [site.url] };
    ({ key } = (await install.call<{ key: string }>('POST', '/api/admin/widget-keys', body)).body);
  });
  afterAll(async () => {
    await site.stop();
    await install.stop();
  });

  const visit = async (url = site.url, options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(url);
    return page;
  };
  const launcher = (page: Page) => page.getByRole('button', { name: 'Talk to Ada Moreau' });
  const open = async (url?: string, options?: BrowserContextOptions): Promise<Page> => {
    const page = await visit(url, options);
    await launcher(page).click();
    return page;
  };
  const log = (page: Page) => page.getByRole('log', { name: 'Conversation' });
  const ask = async (page: Page, question = QUESTION): Promise<void> => {
    const answers = log(page).locator('.answer:not([aria-busy])');
    const before = await answers.count();
    await page.getByRole('textbox', { name: 'Message' }).fill(question);
    await page.getByRole('button', { name: 'Send' }).click();
    await answers.nth(before).waitFor();
  };
  /** What axe finds in the page as it is. */
  const findings = async (page: Page): Promise<string[]> => {
    await page.evaluate(AT_REST);
    const found = (await page.evaluate(
      `(() => { const module = undefined, exports = undefined, define = undefined; ${AXE}; return axe.run() })()`,
    )) as {
      violations: { id: string; nodes: { html: string }[] }[];
    };
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  };
  const reports = (page: Page) => page.evaluate('reports');

  test('is talked to by keyboard alone, and shows the source of what it says', async () => {
    const page = await visit();
    await launcher(page).waitFor();
    const panel = page.getByRole('dialog', { name: 'Talk to Ada Moreau' });
    expect(await panel.count()).toBe(0);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await panel.waitFor();
    await page.keyboard.type(QUESTION);
    await page.keyboard.press('Enter');
    const source = page.getByRole('button', { name: 'Source 1 The lamp <img src=x onerror=alert(1)>' });
    await source.waitFor();
    expect(await log(page).locator('.answer > p').first().textContent()).toBe(`${ANSWER}1`);
    await source.focus();
    await page.keyboard.press('Enter');
    expect(await source.getAttribute('aria-expanded')).toBe('true');
    const quote = log(page).locator('blockquote');
    expect(await quote.textContent()).toBe(ANSWER);
    const link = page.getByRole('link', { name: 'Open the source' });
    const opened = await fetch((await link.getAttribute('href')) ?? '');
    expect([opened.status, await opened.text()]).toEqual([
      200,
      expect.stringContaining(`<mark id="quote">${ANSWER}`),
    ]);
    await page.keyboard.press('Escape');
    expect(await panel.count()).toBe(0);
    await page.keyboard.press('Enter');
    await panel.waitFor();
    expect(await reports(page)).toEqual([]);
  });

  test('leaves the page that it stands on as it was', async () => {
    const looks = (page: Page) => page.evaluate<string>(LOOKS);
    const [bare, page] = [await visit(`${site.url}/without`), await visit()];
    await launcher(page).waitFor();
    for (const one of [bare, page]) await one.evaluate('scrollTo(0, 700)');
    const expected = await looks(bare);
    expect(await looks(page)).toBe(expected);
    await launcher(page).click();
    await ask(page);
    await ask(page, 'Who taught you to splice rope?');
    const box = (await log(page).boundingBox())!;
    await page.mouse.move(box.x + 50, box.y + 50);
    await page.mouse.wheel(0, 5000);
    await page.mouse.wheel(0, -9000);
    expect(await looks(page)).toBe(expected);
    // Nor does the page reach into the widget.
    const send = page.getByRole('button', { name: 'Send' });
    expect(await styleOf(send, 'font-size')).toBe('16px');
  });

  test('has nothing that axe finds wrong, closed, open, answered and not', async () => {
    const page = await visit();
    html = { ...usual, attributes: 'lang="en"' };
    onTestFinished(() => void (html = usual));
    await page.reload();
    await launcher(page).waitFor();
    expect(await findings(page)).toEqual([]);
    await launcher(page).click();
    expect(await findings(page)).toEqual([]);
    await ask(page);
    await page.getByRole('button', { name: /^Source 1/ }).click();
    await ask(page, 'What is the capital of Mongolia?');
    expect(await findings(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await findings(page)).toEqual([]);
  });

  test('says kindly that it does not know, and offers what it does', async () => {
    const page = await open();
    await ask(page, 'Which lighthouse has the oldest clockwork of Mongolia?');
    const answer = log(page).locator('.answer').first();
    expect(await answer.locator('> p').first().textContent()).toMatch(/sorry/);
    const near = answer.locator('.asks button').first();
    const title = await near.textContent();
    await near.click();
    await log(page).locator('.answer:not([aria-busy])').nth(1).waitFor();
    expect(await log(page).locator('.question').nth(1).textContent()).toBe(`Tell me about ${title}`);
  });

  test('takes a thumb up or down, which can be changed, and shows it again', async () => {
    const page = await open();
    await ask(page);
    const thumb = (name: string) => page.getByRole('button', { name });
    const pressed = async () => [
      await thumb('Good answer').getAttribute('aria-pressed'),
      await thumb('Bad answer').getAttribute('aria-pressed'),
    ];
    await thumb('Good answer').click();
    await log(page).getByText('Thank you, noted.').waitFor();
    expect(await pressed()).toEqual(['true', 'false']);
    await thumb('Bad answer').click();
    await page.locator('.down[aria-pressed=true]').waitFor();
    await page.reload();
    await launcher(page).click();
    await thumb('Bad answer').waitFor();
    expect(await pressed()).toEqual(['false', 'true']);
    const chats = await install.call<{ chats: { chat_id: string }[] }>(
      'GET',
      `/api/persona/chats?instance_id=${instance_id}&limit=1`,
    );
    const { body } = await install.call<{ message_items: { rating?: string }[] }>(
      'GET',
      `/api/persona/messages/${chats.body.chats[0]?.chat_id}`,
    );
    expect(body.message_items.map(({ rating }) => rating)).toEqual([undefined, 'down']);
  });

  test('goes on with the chat on the next page, and begins another when asked to', async () => {
    const page = await open();
    await ask(page);
    await page.reload();
    await launcher(page).click();
    await log(page).getByText(ANSWER).first().waitFor();
    expect(await log(page).locator('.question').allTextContents()).toEqual([QUESTION]);
    await page.getByRole('button', { name: 'New conversation' }).click();
    await page.reload();
    await launcher(page).click();
    await log(page).locator('.hello').waitFor();
    expect(await log(page).locator('.question').count()).toBe(0);
  });

  test('renews its token when it has ended, as the same visitor', async () => {
    const page = await open();
    await ask(page);
    const kept = () =>
      page.evaluate(
        (name) => JSON.parse(localStorage.getItem(name) ?? '{}') as Record<string, string>,
        `persona ${key}`,
      );
    const before = await kept();
    // Ended by its own clock, and by the gateway's: a token that nobody believes.
    await page.evaluate(
      ([name, old]) => localStorage.setItem(name!, JSON.stringify({ ...JSON.parse(old!), renewAt: 0 })),
      [`persona ${key}`, JSON.stringify(before)],
    );
    await page.reload();
    await launcher(page).click();
    await log(page).getByText(ANSWER).first().waitFor();
    const after = await kept();
    expect([after['user_id'], after['chat_id']]).toEqual([before['user_id'], before['chat_id']]);
    expect(Number(after['renewAt'])).toBeGreaterThan(Date.now());

    await page.evaluate(
      ([name, old]) =>
        localStorage.setItem(name!, JSON.stringify({ ...JSON.parse(old!), token: 'a.b.c', renewAt: 9e15 })),
      [`persona ${key}`, JSON.stringify(after)],
    );
    await page.reload();
    await launcher(page).click();
    await ask(page);
    expect((await kept())['user_id']).not.toBe(before['user_id']);
  });

  test('speaks for the visitor that the site knows, and for nobody else when another comes', async () => {
    html = { ...usual, connect: "'self'", widget: 'data-token-url="/persona-token"' };
    onTestFinished(() => void (html = usual));
    const page = await visit();
    const as = async (user: string): Promise<void> => {
      await page.context().addCookies([{ name: 'user', value: user, url: site.url }]);
      await page.reload();
      await launcher(page).click();
    };
    const chatsOf = async (user: string) =>
      (await install.call<{ chats: object[] }>('GET', `/api/persona/chats?user_id=${user}`)).body.chats
        .length;
    await as('jo');
    await ask(page);
    await as('jo');
    await log(page).getByText(ANSWER).first().waitFor();
    await as('kim');
    await ask(page);
    expect(await log(page).locator('.question').count()).toBe(1);
    expect([await chatsOf('jo'), await chatsOf('kim')]).toEqual([1, 1]);
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('eyJ');
    expect(await reports(page)).toEqual([]);
  });

  /** The gateway at another address; `pass` says what becomes of the stream of an answer. */
  const openProxy = async (
    pass: (stream: Buffer, response: ServerResponse) => void,
    onRequest: (url: string) => void = () => undefined,
  ) => {
    const proxy = await serve((request, response) => {
      const { url = '', method, headers } = request;
      onRequest(url);
      const target = forward(`${install.url}${url}`, { method, headers }, (reply) => {
        response.writeHead(reply.statusCode ?? 500, reply.headers);
        if (!reply.headers['content-type']?.startsWith('text/event-stream')) return void reply.pipe(response);
        void buffer(reply).then((stream) => pass(stream, response));
      });
      request.pipe(target);
    });
    onTestFinished(() => proxy.stop());
    return proxy;
  };

  test('goes on where its stream was cut, until the answer is whole', async () => {
    let cuts = 0;
    const proxy = await openProxy((stream, response) => {
      if (cuts >= 4) return void response.end(stream);
      // Each stream brings a little more than the one before.
      cuts++;
      response.write(stream.subarray(0, 60 * cuts), () => response.destroy());
    });
    const page = await open(`${proxy.url}/widget-demo?key=${key}`);
    await ask(page);
    expect(await log(page).locator('.answer > p').first().textContent()).toBe(`${ANSWER}1`);
    expect(cuts).toBe(4);
    const { body } = await install.call<{ chats: { messages: string[] }[] }>(
      'GET',
      `/api/persona/chats?instance_id=${instance_id}&limit=1`,
    );
    expect(body.chats[0]?.messages).toEqual([QUESTION, ANSWER]);
  });

  test('ends an answer when asked to, and takes no question meanwhile', async () => {
    const asked: string[] = [];
    let release = (): void => undefined;
    const proxy = await openProxy(
      (stream, response) => {
        // The answer stands still before its end.
        const [start = ''] = /^[^]*?event: delta\n.*\n\n/.exec(stream.toString()) ?? [];
        response.write(start);
        release = () => response.end(stream.subarray(Buffer.byteLength(start)));
      },
      (url) => {
        asked.push(url);
        if (url.endsWith('/cancel')) release();
      },
    );
    const page = await open(`${proxy.url}/widget-demo?key=${key}`);
    const field = page.getByRole('textbox', { name: 'Message' });
    await field.fill(QUESTION);
    await field.press('Enter');
    const stop = page.getByRole('button', { name: 'Stop' });
    await log(page).getByText(ANSWER).waitFor();
    await field.fill('And then?');
    await field.press('Enter');
    expect([await field.inputValue(), await log(page).locator('.question').count()]).toEqual([
      'And then?',
      1,
    ]);
    await stop.click();
    await page.getByRole('button', { name: /^Source 1/ }).waitFor();
    expect(asked.at(-1)).toMatch(/^\/api\/kb\/v2\/chat\/cht_\w+\/cancel$/);
    await page.getByRole('button', { name: 'Send' }).waitFor();
  });

  test('follows on the next page an answer that was not whole on the one before', async () => {
    const page = await open();
    await ask(page);
    // The history as it is while the answer is being made.
    await page.route('**/api/persona/messages/*', async (route) => {
      const response = await route.fetch();
      const body = (await response.json()) as { message_items: object[] };
      await route.fulfill({ response, json: { ...body, message_items: body.message_items.slice(0, 1) } });
    });
    await page.reload();
    await launcher(page).click();
    await page.getByRole('button', { name: /^Source 1/ }).waitFor();
    expect(await log(page).locator('.question, .answer > p:first-child').allTextContents()).toEqual([
      QUESTION,
      `${ANSWER}1`,
    ]);
  });

  test('is not on a page of an origin that the key does not name, and its token is no use there', async () => {
    const page = await open();
    await ask(page);
    const token = await page.evaluate(
      (name) => (JSON.parse(localStorage.getItem(name) ?? '{}') as { token: string }).token,
      `persona ${key}`,
    );
    const other = await serve((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<script src="${install.url}/widget.js" data-key="${key}" async></script>`);
    });
    onTestFinished(() => other.stop());
    const elsewhere = await visit();
    const warned = elsewhere.waitForEvent('console', (message) => message.type() === 'warning');
    await elsewhere.goto(other.url);
    // The browser itself keeps the refusal from the page.
    expect((await warned).text()).toMatch(/^persona: /);
    expect(await elsewhere.locator('persona-widget').count()).toBe(0);
    const refused = await elsewhere.evaluate(
      ([url, token]) =>
        fetch(`${url}/api/persona/chats`, { headers: { authorization: `Bearer ${token}` } }).then(
          (reply) => reply.status,
          () => 'refused',
        ),
      [install.url, token],
    );
    expect(refused).toBe('refused');
    const { status } = await fetch(`${install.url}/api/persona/chats`, {
      headers: { authorization: `Bearer ${token}`, origin: other.url },
    });
    expect(status).toBe(403);
  });

  describe('looks as its reader wants it', () => {
    const panelOf = (page: Page) => page.locator('persona-widget .panel');

    test('in their language, from right to left, and light or dark', async () => {
      const page = await visit(site.url, { locale: 'ar', colorScheme: 'dark' });
      await page.getByRole('button', { name: 'تحدّث مع Ada Moreau' }).click();
      const panel = panelOf(page);
      const style = (name: string) => styleOf(panel, name);
      expect([await style('direction'), await style('background-color')]).toEqual(['rtl', 'rgb(23, 27, 29)']);
      expect((await panel.boundingBox())?.x).toBe(20);
      await page.emulateMedia({ colorScheme: 'light' });
      expect(await style('background-color')).toBe('rgb(255, 255, 255)');
      html = { ...usual, attributes: 'lang="de"', widget: 'data-theme="dark" data-side="left"' };
      onTestFinished(() => void (html = usual));
      await page.reload();
      await page.getByRole('button', { name: 'Mit Ada Moreau sprechen' }).click();
      expect([await style('direction'), await style('background-color')]).toEqual(['ltr', 'rgb(23, 27, 29)']);
      expect((await panel.boundingBox())?.x).toBe(20);
    });

    test('on a phone over all of it, without moving for those who do not want that', async () => {
      const page = await open(site.url, { viewport: { width: 320, height: 600 } });
      expect(await panelOf(page).boundingBox()).toEqual({ x: 0, y: 0, width: 320, height: 600 });
      expect(await styleOf(panelOf(page), 'transition-duration')).toBe('0s');
      await ask(page);
      expect(await log(page).evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
    });
  });

  describe('the public page of a persona', () => {
    const configure = (configuration: object) =>
      install.call('PATCH', `/api/instance/${instance_id}`, { configuration });
    const url = () => `${install.url}/p/${instance_id}`;

    test('is there only while its owner has it so', async () => {
      const refused = await fetch(url());
      expect(refused.status).toBe(404);
      const unknown = await (await fetch(`${install.url}/p/ins_unknown`)).text();
      expect(await refused.text()).toBe(unknown);
      await configure({ public_page: true });
      expect((await fetch(url())).status).toBe(200);
      await configure({ public_page: false });
      expect((await fetch(url())).status).toBe(404);
    });

    test('is the conversation and nothing else, in the language of who reads it', async () => {
      await configure({ public_page: true, prompts: [QUESTION] });
      const page = await visit(url());
      await page.getByRole('button', { name: QUESTION }).click();
      await page.getByRole('button', { name: /^Source 1/ }).waitFor();
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Ada Moreau');
      expect(await findings(page)).toEqual([]);
      const german = await visit(url(), { locale: 'de-DE', viewport: { width: 390, height: 700 } });
      await german.getByRole('textbox', { name: 'Nachricht' }).waitFor();
      expect(
        await german.evaluate('[document.documentElement.lang, document.documentElement.scrollHeight]'),
      ).toEqual(['de', 700]);
      expect(await findings(german)).toEqual([]);
    });
  });

  test('the demo shows the widget of a key and the line for a site, and asks for a key without one', async () => {
    const page = await visit(`${install.url}/widget-demo`);
    expect(await findings(page)).toEqual([]);
    await page.getByLabel('Widget key').fill(key);
    await page.keyboard.press('Enter');
    await launcher(page).waitFor();
    expect(await page.locator('pre').textContent()).toContain(
      `src="${install.url}/widget.js"\n  data-key="${key}"`,
    );
    expect(await findings(page)).toEqual([]);
    await page.goto(`${install.url}/widget-demo?key=wk_%22%3E%3Cscript%3E`);
    expect(await page.getByLabel('Widget key').inputValue()).toBe('wk_"><script>');
  });
});
