import { blobKey, createUrlSigner } from '@persona/blobs';
import { bodyId, grantScope, newId, sha256, type Page } from '@persona/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SOURCES_PATH } from '../source-links.ts';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

const QUOTE = 'It burns <b>whale oil</b> & nothing else.';
const CONTENT = `${'Long before. '.repeat(200)}${QUOTE}${' Long after.'.repeat(200)}`;

describe('the page of a source', () => {
  let gateway: TestGateway;
  let persona: string;
  beforeAll(async () => {
    gateway = await openTestGateway();
    persona = await gateway.newPersona();
  });
  afterAll(() => gateway.close());

  const livePage = async (title: string): Promise<string> => {
    const now = new Date().toISOString();
    const id = newId('td');
    const base = { instance_id: persona, version: 1, created_at: now, updated_at: now };
    const page: Page = {
      ...base,
      id,
      identity: `sha:${id}`,
      title,
      title_folded: title,
      content_sha256: sha256(CONTENT),
      live_version: 1,
      status: 'live',
      source: 'api',
      external_id: null,
      url: null,
      metadata: {},
      stream_id: null,
      stream_round: 0,
      job_id: null,
      batch_id: null,
      enqueued_at: now,
      starts: 1,
      error: null,
      chunk_count: 1,
      language: 'en',
      deleted_at: null,
      purged_at: null,
    };
    const scope = grantScope(persona);
    await gateway.documents.pages.insert(scope, [page]);
    const body = { ...base, id: bodyId(id, 1), page_id: id, title, content: CONTENT, metadata: {} };
    await gateway.documents.pageBodies.insert(scope, [body]);
    return id;
  };
  const signed = (id: string, { owner = persona, ttlSeconds = 60, base = SOURCES_PATH } = {}) => {
    const start = CONTENT.indexOf(QUOTE);
    const key = blobKey(grantScope(owner), id, `1-${start}-${start + QUOTE.length}.html`);
    return createUrlSigner('a secret of this test only', base).sign(key, { ttlSeconds });
  };
  const get = (url: string) => gateway.call('GET', url, undefined, { key: null });

  test('shows the quote where it stands, escaped, without script, to whoever holds the link', async () => {
    const id = await livePage('<script>alert(1)</script>');
    const { status, headers, text } = await get(signed(id));
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain(
      '<mark id="quote">It burns &lt;b&gt;whale oil&lt;/b&gt; &amp; nothing else.</mark>',
    );
    expect(text).toContain('<title>&lt;script&gt;');
    expect(text).not.toMatch(/<script|<b>/);
    expect(text).toMatch(/Long before\. <mark/);
    // The quote and what is around it, not the page.
    expect(text.length).toBeLessThan(CONTENT.length);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(headers).toMatchObject({
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });

  test('is nothing without a right signature', async () => {
    const id = await livePage('Signed');
    const url = signed(id);
    for (const wrong of [
      url.replace(/1-\d+-/, '1-0-'),
      url.replace('signature=', 'signature=A'),
      url.split('?')[0]!,
      signed(id, { ttlSeconds: -5 }),
      signed(id, { base: '/files' }).replace('/files', SOURCES_PATH),
    ])
      expect((await get(wrong)).status).toBe(401);
    const other = await gateway.newPersona('Other');
    expect((await get(signed(id, { owner: other }))).status).toBe(404);
  });

  test('goes with the page, and with the version that was cited', async () => {
    const id = await livePage('Gone');
    const scope = grantScope(persona);
    await gateway.documents.pages.update(scope, id, { set: { live_version: 2 } });
    expect((await get(signed(id))).status).toBe(404);
    const now = new Date().toISOString();
    await gateway.documents.pages.update(scope, id, { set: { live_version: 1, deleted_at: now } });
    expect((await get(signed(id))).status).toBe(404);
  });
});
