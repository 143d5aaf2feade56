import type { Scope } from '@persona/contracts';
import { describeWithServer } from '@persona/testing';
import { beforeEach, expect, test } from 'vitest';
import { openDomain, options, page } from '../testing/open-domain.ts';

await describeWithServer('redis', 'deletePages', (redis) => {
  const { documents, domain, newScope, only } = openDomain(redis);
  let scope: Scope;
  beforeEach(() => {
    scope = newScope();
  });

  test('leaves a tombstone without words, frees the identity and is idempotent', async () => {
    const { stored, job_id } = await only(page('Secret', 'words', { id: 'x', metadata: { a: 'secret' } }));
    expect(await domain.deletePages(scope, [stored.id, 'td_none'])).toEqual([
      { id: stored.id, result: 'deleted' },
      { id: 'td_none', result: 'not_found' },
    ]);
    const row = await documents.pages.get(scope, stored.id);
    expect(JSON.stringify(row)).not.toMatch(/secret/i);
    expect(row).toMatchObject({ version: 2, live_version: 0, purged_at: null });
    expect(await domain.deletePages(scope, [stored.id])).toEqual([
      { id: stored.id, result: 'already_deleted' },
    ]);
    expect((await only(page('Secret', 'words', { id: 'x' }))).stored.result).toBe('created');
    expect(await domain.settleJob(scope, job_id ?? '')).toMatchObject({ state: 'completed' });
    await expect(
      domain.updatePage(scope, stored.id, { content: 'back' }, { requestedBy: 'k' }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  test('retires what a round of a stream did not carry', async () => {
    const send = (round: number, ids: string[]) =>
      domain.storePages(
        scope,
        ids.map((id) => page(id, `text ${id}`, { id })),
        { ...options, stream: { id: 'str_r', round } },
      );
    await send(1, ['a', 'b', 'c']);
    await only(page('other', 'not of the stream', { id: 'o' }));
    await send(2, ['b']);
    expect(await domain.retireStreamPages(scope, 'str_r', 2)).toBe(2);
    expect(await domain.retireStreamPages(scope, 'str_r', 2)).toBe(0);
    const left = await documents.pages.find(scope, { where: { deleted_at: null }, limit: 10 });
    expect(left.map(({ external_id }) => external_id ?? '').toSorted((a, b) => a.localeCompare(b))).toEqual([
      'b',
      'o',
    ]);
  });
});
