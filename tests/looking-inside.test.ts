// What the gateway shows of how pages are read: over a gateway and a chat service on the same stores.
import { grantScope } from '@persona/contracts';
import { encodePage } from '@persona/search';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openInstall } from './isolation/open-install.ts';

interface Passages {
  version: number;
  total: number;
  passages: { n: number; start: number; end: number; text: string; kind: string; headings: string[] }[];
  has_more: boolean;
  next_cursor: string | null;
  warnings?: string[];
}

describe('the passages of a page', () => {
  let install: Awaited<ReturnType<typeof openInstall>>;
  let persona: string;
  beforeAll(async () => {
    install = await openInstall();
    persona = await install.service.seed.persona();
  });
  afterAll(() => install.close());

  const content = [
    '# Lamps',
    ...Array.from(
      { length: 40 },
      (_, n) =>
        `Lamp number ${n} burns on the coast, and nobody counts its hours. ${'It is old. '.repeat(30)}`,
    ),
    '## Prices',
    '| Lamp | Price |\n|--|--|\n| Small | 12 crowns |\n| Large | 40 crowns |\n',
  ].join('\n\n');
  const passagesOf = (id: string, query = '') =>
    install.gateway.call<Passages>('GET', `/api/kb/training-data/${id}/passages${query}`);

  test('are slices of its content, in reading order, and come in parts', async () => {
    const page = await install.service.seed.page(persona, { title: 'Lamps', content });
    const { status, body: whole } = await passagesOf(page.id);
    expect(status).toBe(200);
    expect(whole).toMatchObject({ version: 1, has_more: false, next_cursor: null });
    expect(whole.total).toBeGreaterThan(3);
    expect(whole.passages.map(({ n }) => n)).toEqual(Array.from({ length: whole.total }, (_, n) => n));
    for (const { start, end, text } of whole.passages) expect(text).toBe(content.slice(start, end));
    expect(new Set(whole.passages.map(({ kind }) => kind))).toContain('text');
    expect(whole.passages.at(-1)).toMatchObject({ kind: 'table', headings: ['Lamps', 'Prices'] });

    const parts: Passages['passages'] = [];
    for (let query = '?limit=2'; ;) {
      const { body } = await passagesOf(page.id, query);
      parts.push(...body.passages);
      if (body.next_cursor === null) break;
      query = `?limit=2&cursor=${body.next_cursor}`;
    }
    expect(parts).toEqual(whole.passages);
  });

  test('are those of the version that answers, and a cursor ends with it', async () => {
    const { seed, search } = install.service;
    const { documents } = install.gateway;
    const scope = grantScope(persona);
    const page = await seed.page(persona, { title: 'Lamps', content });
    const next = { page_id: page.id, version: 2, title: 'Lamps', content: 'All lamps are out.' };
    await search.put(scope, [encodePage(next)]);
    const { body: before } = await passagesOf(page.id, '?limit=1');
    expect(before.version).toBe(1);
    await documents.pages.update(scope, page.id, { set: { version: 2, live_version: 2 } });
    const { body: after } = await passagesOf(page.id);
    expect(after.passages.map(({ text }) => text)).toEqual(['All lamps are out.']);
    const stale = await passagesOf(page.id, `?limit=1&cursor=${before.next_cursor}`);
    expect(stale.body.error).toMatchObject({ code: 'invalid_cursor', param: 'cursor' });
  });

  test('are none while no version answers, and told to be missing while the index lacks them', async () => {
    const { seed, search } = install.service;
    const { documents } = install.gateway;
    const scope = grantScope(persona);
    const page = await seed.page(persona, { title: 'Lamps', content });
    await search.removePages(scope, [page.id]);
    const { body: lost } = await passagesOf(page.id);
    expect(lost).toMatchObject({ version: 1, total: 0, passages: [] });
    expect(lost.warnings?.join()).toContain('filled again');
    await documents.pages.update(scope, page.id, { set: { live_version: 0, status: 'queued' } });
    const { body: waiting } = await passagesOf(page.id);
    expect(waiting).toMatchObject({ version: 0, total: 0, passages: [] });
    expect(waiting.warnings ?? []).toEqual([]);
    await documents.pages.update(scope, page.id, { set: { deleted_at: new Date().toISOString() } });
    expect((await passagesOf(page.id)).status).toBe(404);
  });
});
