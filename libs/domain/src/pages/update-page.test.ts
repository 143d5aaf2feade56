import { newId, type Scope } from '@persona/contracts';
import { describeWithServer } from '@persona/testing';
import { beforeEach, expect, test } from 'vitest';
import { openDomain, page } from '../testing/open-domain.ts';

await describeWithServer('redis', 'updatePage', (redis) => {
  const { domain, newScope, only } = openDomain(redis);
  let scope: Scope;
  beforeEach(() => {
    scope = newScope();
  });

  test('makes a version, says unchanged, and refuses a stale one', async () => {
    const { stored } = await only(page('Tea', 'Green.', { metadata: { author: 'Mu' } }));
    const first = await domain.updatePage(
      scope,
      stored.id,
      { content: 'Black.' },
      { requestedBy: 'k', version: 1 },
    );
    expect(first).toMatchObject({
      result: 'updated',
      page: { version: 2, title: 'Tea', metadata: { author: 'Mu' } },
    });
    expect(
      await domain.updatePage(scope, stored.id, { content: 'Black. ' }, { requestedBy: 'k' }),
    ).toMatchObject({
      result: 'unchanged',
      job_id: null,
    });
    await expect(
      domain.updatePage(scope, stored.id, { content: 'Red.' }, { requestedBy: 'k', version: 1 }),
    ).rejects.toMatchObject({ code: 'version_conflict' });
    await expect(
      domain.updatePage(scope, newId('td'), { content: 'Red.' }, { requestedBy: 'k' }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a page known by its words is known by its new ones', async () => {
    const { stored } = await only(page('Tea', 'Green.'));
    await domain.updatePage(scope, stored.id, { content: 'Black.' }, { requestedBy: 'k' });
    expect((await only(page('Tea', 'Black.'))).stored).toMatchObject({
      id: stored.id,
      result: 'unchanged',
    });
    const green = await only(page('Tea', 'Green.'));
    expect(green.stored.result).toBe('created');
    // These are the words of another page, and the page stays one of its own.
    const same = await domain.updatePage(scope, green.stored.id, { content: 'Black.' }, { requestedBy: 'k' });
    expect(same).toMatchObject({ result: 'updated', page: { identity: `own:${green.stored.id}` } });
  });
});
