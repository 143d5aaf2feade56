// What the console does beside its pages' work, in a real browser against a whole install: what is in its
// address, what it says where there is nothing or no answer, fingers, files that are dropped, undo, doctor.
import { describeWithBrowser, eventually } from '@persona/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startInstall, type Install } from '../install.ts';
import { axeFindings, openConsole, openWindow, signInLink } from './open-console.ts';

let install: Install;
let instance_id: string;
let chat_id: string;
let emptyId: string;
const newPersona = async (name: string): Promise<string> => {
  const instance_data = { name, description: `${name} in a test`, configuration: {} };
  return (await install.call<{ instance_id: string }>('POST', '/api/instance', { instance_data })).body
    .instance_id;
};
const ask = async (message: string, user_id: string) =>
  (
    await install.call<{ chat_id: string }>('POST', '/api/kb/v2/chat', {
      chat_data: { instance_id, user_id, message },
    })
  ).body.chat_id;
beforeAll(async () => {
  install = await startInstall();
  instance_id = await newPersona('Ada');
  emptyId = await newPersona('Nobody yet');
  const pages = [
    { title: 'The storm', content: 'I kept the light turning by hand during the storm of 1998.' },
    { title: 'The ferry', content: 'The ferry Petrel sails at eight every morning.' },
  ];
  await install.call('POST', '/api/kb/store-pages', { instance_id, pages }, { prefer: 'wait=60' });
  chat_id = await ask('How did you keep the light turning?', 'ann');
  await ask('When does the ferry sail?', 'bob');
  await ask('What is the name of your dentist?', 'ann');
});
afterAll(() => install.stop());

/** What a finger is meant to hit, and how large it is; links within a text need not be larger than it. */
const TARGETS = `[...document.querySelectorAll('a, button, input, select, textarea, summary, [role=option], [role=tab]')]
  .map((one) => one.closest('label.check, label.drop') ?? one)
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && getComputedStyle(one).display !== 'inline')
  .flatMap((one) => {
    const { width, height, bottom } = one.getBoundingClientRect();
    if (bottom <= 0) return [];
    const { content, insetBlockStart, insetInlineStart } = getComputedStyle(one, '::after');
    const more = (inset) => (content === 'none' ? 0 : -2 * parseFloat(inset) || 0);
    const size = [width + more(insetInlineStart), height + more(insetBlockStart)];
    return size.every((side) => side >= 43.9) ? [] : [one.outerHTML.slice(0, 120) + ' ' + size.map(Math.round)];
  })`;

const STATES = [
  ['home', '#/'],
  ['an answer and why', () => `#/talk?chat=${chat_id}&tab=why`],
  ['its request', () => `#/talk?chat=${chat_id}&tab=request`],
  ['a source', () => `#/talk?chat=${chat_id}&source=1`],
  ['the list of pages', '#/knowledge'],
  ['the text of a page', () => `#/knowledge?page=${pageId}`],
  ['its passages', () => `#/knowledge?page=${pageId}&view=passages`],
  ['its versions', () => `#/knowledge?page=${pageId}&view=versions`],
  ['its details', () => `#/knowledge?page=${pageId}&view=facts`],
  ['files to add', '#/knowledge?add=1'],
  ['a review', '#/review'],
  ['the chats', '#/chats'],
  ['a chat', () => `#/chats?chat=${chat_id}`],
  ['a question to answer', '#/unanswered'],
  ['a recording to add', '#/media?add=1'],
  ['jobs', '#/jobs'],
  ['a new key', '#/keys?add=1'],
  ['the widget', '#/widget'],
  ['the audit', '#/audit'],
  ['the system', '#/system'],
  ['no such page', '#/nowhere'],
] as const;
let pageId = '';

await describeWithBrowser('the console, beside its pages', (browser) => {
  beforeAll(async () => {
    const { body } = await install.call<{ training_data: { id: string }[] }>(
      'GET',
      `/api/kb/training-data?instance_id=${instance_id}&q=storm`,
    );
    pageId = body.training_data[0]?.id ?? '';
    const review_data = { articles: ['The lamp has forty watts. Call 030 1234567.'] };
    await install.call('POST', '/api/kb/review-data', { instance_id, review_data });
  });

  test('each state is an address, which nobody is shut out of, and is hit by a finger', async () => {
    const phone = { hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } };
    const { page, complaints } = await openConsole(browser, install, '#/', phone);
    for (const [name, address] of STATES) {
      const hash = typeof address === 'string' ? address : address();
      await page.evaluate(
        `location.hash = ${JSON.stringify(`${hash}${hash.includes('?') ? '&' : '?'}persona=${instance_id}`)}`,
      );
      await page.locator('main h1, main .empty').first().waitFor();
      await expect.poll(() => page.locator('.loading').count(), { timeout: 60_000 }).toBe(0);
      expect(await axeFindings(page), name).toEqual([]);
      expect(await page.evaluate(TARGETS), name).toEqual([]);
    }
    await page.evaluate("location.hash = '#/'");
    await page.getByRole('button', { name: 'Menu' }).click();
    expect(await page.evaluate(TARGETS), 'the menu').toEqual([]);
    await page.getByRole('button', { name: 'Go to …' }).first().click();
    await page.getByRole('listbox').getByRole('option').first().waitFor();
    expect(await axeFindings(page), 'the palette').toEqual([]);
    expect(await page.evaluate(TARGETS), 'the palette').toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('what is empty says what to do', async () => {
    const { page } = await openConsole(browser, install);
    for (const [name, does] of [
      ['knowledge', 'Add files: each becomes pages'],
      ['review', 'Corrections and texts that are sent through review'],
      ['chats', 'Nobody has said anything yet'],
      ['unanswered', 'Questions that no page answers are gathered here.'],
      ['media', 'A voice sample of half a minute'],
      ['jobs', 'Whatever you store or upload is worked on here.'],
    ] as const) {
      await page.evaluate(`location.hash = '#/${name}?persona=${emptyId}'`);
      await page.locator('.empty').getByText(does).waitFor();
      expect(await axeFindings(page), name).toEqual([]);
    }
  });

  test('without a net it says so, and what failed is tried again with one press', async () => {
    const { page } = await openConsole(browser, install, `#/review?persona=${instance_id}`);
    await page.getByText('forty watts').last().waitFor();
    await page.context().setOffline(true);
    await page.getByText('No connection. What you see may be old').waitFor();
    await page.evaluate(`location.hash = '#/chats?persona=${instance_id}'`);
    await page.getByRole('alert').getByText('Persona does not answer. Is it running?').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.context().setOffline(false);
    await page.getByText('No connection').waitFor({ state: 'detached' });
    await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: /How did you keep the light turning/ }).waitFor();
  });

  test('a source stands in the address: the way back closes it, and a link opens it', async () => {
    const { page } = await openConsole(browser, install, `#/talk?persona=${instance_id}&chat=${chat_id}`);
    await page
      .getByRole('button', { name: /^Source 1/ })
      .first()
      .click();
    const reader = page.getByRole('dialog').locator('mark[data-quote]');
    await reader.waitFor();
    const address = page.url();
    await page.goBack();
    await reader.waitFor({ state: 'detached' });
    await page.goto('about:blank');
    await page.goto(address);
    await reader.waitFor();
    await page.keyboard.press('Escape');
    await reader.waitFor({ state: 'detached' });
  });

  test('chats are searched, whatever the page has loaded of them', async () => {
    const { page } = await openConsole(browser, install, `#/chats?persona=${instance_id}`);
    await page.getByRole('searchbox', { name: 'Search' }).fill('EIGHT every');
    await page.waitForURL(/q=EIGHT/);
    await page.getByRole('link', { name: /How did you keep/ }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /When does the ferry sail/ }).waitFor();
    await page.getByRole('searchbox', { name: 'Search' }).fill('a zeppelin');
    await page.getByText('Nothing found').waitFor();
  });

  test('a version is taken back, and that is undone', async () => {
    const content = async () =>
      (await install.call<{ training_data: { content: string } }>('GET', `/api/kb/training-data/${pageId}`))
        .body.training_data.content;
    const before = await content();
    const training_data = { id: pageId, content: 'I slept through the storm.' };
    await install.call('PUT', '/api/kb/training-data', { training_data }, { prefer: 'wait=60' });
    const { page } = await openConsole(browser, install, `#/knowledge?page=${pageId}&view=versions`);
    await page.getByRole('button', { name: 'Take this version back' }).last().click();
    await eventually(async () => (await content()) === before);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventually(async () => (await content()) === training_data.content);
  });

  test('what changed before the stream of changes was open is shown when it opens', async () => {
    const { page } = await openWindow(browser);
    const open = Promise.withResolvers<void>();
    await page.route('**/api/events*', async (route) => {
      await open.promise;
      await route.continue();
    });
    await page.goto(await signInLink(install));
    await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Sign in' }).waitFor();
    await page.evaluate(`location.hash = '#/knowledge?persona=${instance_id}'`);
    await page.getByRole('link', { name: /The storm/ }).waitFor();
    const told = await fetch(`${install.url}/api/events?types=page&instance_id=${instance_id}`, {
      headers: { authorization: `Bearer ${install.key}` },
    });
    const pages = [{ title: 'The quay', content: 'The quay is of granite.' }];
    await install.call('POST', '/api/kb/store-pages', { instance_id, pages });
    for await (const part of told.body?.pipeThrough(new TextDecoderStream()) ?? [])
      if (part.includes('"state":"live"')) break;
    open.resolve();
    await page
      .getByRole('link', { name: /The quay/ })
      .locator('.badge', { hasText: 'live' })
      .waitFor();
  });

  test('files of each kind are dropped, and become pages', async () => {
    const { page } = await openConsole(browser, install, `#/knowledge?persona=${emptyId}&add=1`);
    const files = await page.evaluateHandle(`(() => {
      const all = new DataTransfer();
      for (const [name, text] of [
        ['one.md', '# The first\\n\\nWords of the first.'],
        ['two.txt', 'Words of the second.'],
        ['three.html', '<title>The third</title><p>Words of the third.</p>'],
        ['four.json', '[{"title": "The fourth", "content": "Words of the fourth."}]'],
        ['five.ndjson', '{"title": "The fifth", "content": "Words."}\\n{"title": "The sixth", "content": "More words."}'],
        ['six.png', 'no text'],
      ]) all.items.add(new File([text], name));
      return all;
    })()`);
    await page.locator('label.drop').dispatchEvent('drop', { dataTransfer: files });
    await page.getByText('six.png could not be read').waitFor();
    await page.getByRole('button', { name: 'Store 6' }).click();
    for (const title of ['The first', 'Two', 'The third', 'The fourth', 'The fifth', 'The sixth'])
      await page
        .getByRole('link', { name: new RegExp(title) })
        .locator('.badge', { hasText: 'live' })
        .waitFor();
  });

  test('doctor examines the install before one’s eyes, and says what to do', async () => {
    const { page, complaints } = await openConsole(browser, install, '#/system');
    await page.getByText('No model has a server').waitFor();
    await page.getByRole('button', { name: 'Examine everything' }).click();
    await page.getByText('Nothing is wrong').waitFor();
    const finding = (part: string) => page.locator('.finding').filter({ hasText: part });
    await finding('documents').getByText('2 personas').waitFor();
    await finding('ingest').getByText('a canary went through').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(complaints).toEqual([]);
    const { key } = (
      await install.call<{ key: string }>('POST', '/api/admin/keys', {
        scopes: ['admin'],
        instance_ids: [instance_id],
      })
    ).body;
    const other = await openWindow(browser);
    await other.page.goto(`${install.url}/#/system`);
    await other.page.getByRole('textbox', { name: 'Key' }).fill(key);
    await other.page.keyboard.press('Enter');
    await other.page.getByRole('heading', { name: 'Health' }).waitFor();
    expect(await other.page.getByRole('button', { name: 'Examine everything' }).count()).toBe(0);
  });

  test('the pages for operators load nothing from elsewhere and run nothing of their own text', async () => {
    const context = await browser.newContext({
      httpCredentials: { username: 'admin', password: install.key, send: 'always' },
    });
    onTestFinished(() => context.close());
    for (const [path, shown] of [
      ['/docs', 'Persona'],
      ['/admin/queues', 'ingest'],
    ] as const) {
      const page = await context.newPage();
      const elsewhere: string[] = [];
      const complaints: string[] = [];
      page.on('request', (request) => {
        const url = new URL(request.url());
        if (url.origin !== install.url && !['data:', 'blob:'].includes(url.protocol))
          elsewhere.push(url.href);
      });
      page.on('console', (message) => {
        if (/Content Security Policy|Trusted/.test(message.text())) complaints.push(message.text());
      });
      await page.goto(`${install.url}${path}`);
      await page.getByText(shown).first().waitFor();
      expect(
        await page.evaluate(
          'document.querySelectorAll(\'script:not([src], [type="application/json"])\').length',
        ),
        path,
      ).toBe(0);
      expect([elsewhere, complaints], path).toEqual([[], []]);
    }
  });
});
