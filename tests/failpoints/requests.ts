import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId, installScope } from '@persona/contracts';
import { readAudit, verifyAudit } from '@persona/domain';
import { pageOf } from '../chaos/pages.ts';
import { keys } from './keys.ts';
import { demand, kb, mark, type Scenario } from './scenario.ts';
import type { Services } from './system.ts';
import { succeed } from './world.ts';

const pages: Scenario[] = [
  {
    name: 'store pages: new, changed, the same, one twice',
    prepare: async (world) => {
      const [old, same, fresh] = [world.key(1), world.key(2), world.key(3)];
      await world.givenLive({ [old]: 1, [same]: 1 });
      world.expect(old, 2);
      world.expect(same, 1);
      world.expect(fresh, 2);
      const sent = [pageOf(old, 2), pageOf(same, 1), pageOf(fresh, 1), pageOf(fresh, 2)];
      return {
        run: async ({ call }) => succeed(await call('POST', kb('store-pages', world), { pages: sent })),
        again: 'ask',
      };
    },
  },
  {
    name: 'store a page, once, by an Idempotency-Key, and wait for it',
    prepare: async (world) => {
      const key = world.key(1);
      world.expect(key, 1);
      const headers = { 'idempotency-key': newId('req'), prefer: 'wait=1' };
      const body = { pages: [pageOf(key, 1)] };
      return {
        run: async ({ call }) => succeed(await call('POST', kb('store-pages', world), body, headers)),
        again: 'ask',
      };
    },
  },
  {
    name: 'store single pages that wait together, one of them twice',
    prepare: async (world) => {
      const [first, second, third] = [world.key(1), world.key(2), world.key(3)];
      for (const key of [first, second, third]) world.expect(key, 1);
      return {
        run: async ({ call }) => {
          const sent = [first, second, third, third].map(async (key) =>
            succeed(await call('POST', kb('store-pages', world), { pages: [pageOf(key, 1)] })),
          );
          await Promise.allSettled(sent);
          await Promise.all(sent);
        },
        again: 'ask',
      };
    },
  },
  {
    name: 'store a page again that failed',
    prepare: async (world) => {
      const key = world.key(1);
      const [id = ''] = await world.givenLive({ [key]: 1 });
      await mark(world, id, { status: 'failed', starts: 4 });
      world.expect(key, 1);
      return {
        run: async ({ call }) =>
          succeed(await call('POST', kb('store-pages', world), { pages: [pageOf(key, 1)] })),
        again: 'ask',
      };
    },
  },
  {
    name: 'store two pages without a name under one title',
    prepare: async (world) => {
      const { other } = world.system;
      const [first, second] = [pageOf(world.key(1), 1), pageOf(world.key(2), 1)];
      const sent = [first, second].map(({ content }) => ({ title: `The tower ${world.scope}`, content }));
      return {
        run: async ({ call }) => succeed(await call('POST', kb('store-pages', world), { pages: sent })),
        again: 'ask',
        holds: async () => {
          const found = await other.documents.pages.find(world.scope, {
            where: { deleted_at: null },
            limit: 10,
          });
          demand(
            found.map(({ status }) => status).join() === 'live,live',
            `two pages are ${found.map(({ status }) => status).join()}`,
          );
          // The checker identifies pages by an id of its own, which these do not have.
          for (const { id } of found) succeed(await other.call('DELETE', `/api/kb/training-data/${id}`));
          await world.settle();
        },
      };
    },
  },
  {
    name: 'change a page',
    prepare: async (world) => {
      const key = world.key(1);
      const [id = ''] = await world.givenLive({ [key]: 1 });
      world.expect(key, 2);
      const training_data = { id, content: pageOf(key, 2).content };
      return {
        run: async ({ call }) => succeed(await call('PUT', '/api/kb/training-data', { training_data })),
        again: 'ask',
      };
    },
  },
  {
    name: 'send a page again by its id that failed',
    prepare: async (world) => {
      const key = world.key(1);
      const [id = ''] = await world.givenLive({ [key]: 1 });
      await mark(world, id, { status: 'failed', starts: 4 });
      world.expect(key, 1);
      const training_data = { id, content: pageOf(key, 1).content };
      return {
        run: async ({ call }) => succeed(await call('PUT', '/api/kb/training-data', { training_data })),
        again: 'ask',
      };
    },
  },
  {
    name: 'delete a page',
    prepare: async (world) => {
      const [gone, kept] = [world.key(1), world.key(2)];
      const [id = ''] = await world.givenLive({ [gone]: 1, [kept]: 1 });
      world.expect(gone, 0);
      world.expect(kept, 1);
      const remove = async ({ call }: Services) => {
        const reply = await call('DELETE', `/api/kb/training-data/${id}`);
        return reply.status === 404 ? reply : succeed(reply);
      };
      return {
        run: remove,
        again: 'ask',
        holds: async () => {
          const { documents } = world.system.other;
          let told = 0;
          for await (const { entry, matches } of readAudit(documents, { object: id }))
            if (matches && entry.action === 'page.delete' && entry.outcome === 'ok') told++;
          demand(told > 0, 'a deletion was confirmed that the audit does not tell of');
          const { broken } = await verifyAudit(documents);
          demand(broken === null, `entry ${broken?.seq} of the audit: ${broken?.reason}`);
        },
      };
    },
  },
  {
    name: 'retry the job of pages that failed, then cancel what waits',
    prepare: async (world) => {
      const [failed, waiting] = [world.key(1), world.key(2)];
      const { ids } = await world.givenWaiting({ [failed]: 1 });
      const row = await mark(world, ids[0] ?? '', {
        status: 'failed',
        starts: 4,
        error: { code: 'crashed_worker', message: 'It crashed.', retryable: true },
      });
      const later = await world.givenWaiting({ [waiting]: 1 });
      const cancelled = (later.job.data as { job_id: string }).job_id;
      world.expect(failed, 1);
      return {
        run: async ({ call }) => {
          succeed(await call('POST', `/api/jobs/${row?.job_id}/retry`));
          succeed(await call('POST', `/api/jobs/${cancelled}/cancel`));
        },
        again: 'ask',
        holds: async () => {
          const page = await world.system.other.documents.pages.get(world.scope, later.ids[0] ?? '');
          demand(page?.status === 'failed' || page?.status === 'live', `a cancelled page is ${page?.status}`);
          // It may have been brought live before it was cancelled. The checker knows only pages that are
          // live.
          succeed(await world.system.other.call('DELETE', `/api/kb/training-data/${page?.id}`));
          await world.settle();
        },
      };
    },
  },
];

const streams: Scenario[] = [
  {
    name: 'an ordered stream that replaces another round',
    prepare: async (world) => {
      const [kept, gone, fresh] = [world.key(1), world.key(2), world.key(3)];
      const send = async ({ call }: Services, seq: number, sent: object[], more = {}) =>
        succeed(
          await call('POST', kb('stream-pages', world), {
            stream_data: { stream_id: 'ordered', seq, pages: sent, ...more },
          }),
        );
      await send(world.system.other, 1, [pageOf(kept, 1), pageOf(gone, 1)], { mode: 'replace', final: true });
      await world.settle();
      world.expect(kept, 2);
      world.expect(gone, 0);
      world.expect(fresh, 1);
      return {
        run: async (services) => {
          await send(services, 1, [pageOf(kept, 2)], { mode: 'replace' });
          await send(services, 2, [pageOf(fresh, 1)], { mode: 'replace', final: true });
        },
        again: 'ask',
      };
    },
  },
  {
    name: 'a stream without order, closed by its last batch, which comes twice',
    prepare: async (world) => {
      const key = world.key(1);
      world.expect(key, 1);
      const stream_data = { stream_id: 'free', pages: [pageOf(key, 1)], final: true };
      const send = async ({ call }: Services) =>
        succeed(await call('POST', kb('stream-pages', world), { stream_data }));
      return {
        run: async (services) => {
          await send(services);
          await send(services);
        },
        again: 'ask',
      };
    },
  },
  {
    name: 'pages a line',
    prepare: async (world) => {
      const keys = [world.key(1), world.key(2), world.key(3)];
      for (const key of keys) world.expect(key, 1);
      // A round before this one, of which one page does not come again.
      const before = world.key(4);
      const stream_data = { stream_id: 'lines', pages: [pageOf(before, 1)], final: true };
      succeed(await world.system.other.call('POST', kb('stream-pages', world), { stream_data }));
      await world.settle();
      world.expect(before, 0);
      /** The first line, and the others when it has been stored. */
      async function* lines() {
        const [first = '', ...others] = keys.map((key) => `${JSON.stringify(pageOf(key, 1))}\n`);
        yield first;
        await sleep(20);
        yield others.join('');
      }
      const route = kb('stream-pages?stream_id=lines&mode=replace&final=true', world);
      return {
        run: async ({ call }) => {
          const sent = Readable.from(lines(), { objectMode: false });
          const reply = await call('POST', route, sent, { 'content-type': 'application/x-ndjson' });
          if (reply.status >= 300) succeed(reply);
          // A sender whose line is not acknowledged sends it again.
          const acknowledged = reply.text.match(/"status":"success"/g)?.length ?? 0;
          if (acknowledged < keys.length || reply.text.includes('"status":"error"'))
            succeed({ ...reply, status: 503 });
        },
        again: 'ask',
      };
    },
  },
];

const reviews: Scenario[] = [
  {
    name: 'go back to an older version',
    prepare: async (world) => {
      const known = world.key(1);
      const [id = ''] = await world.givenLive({ [known]: 1 });
      const { other } = world.system;
      const content = pageOf(known, 2).content;
      succeed(await other.call('PUT', `/api/kb/training-data/${id}`, { training_data: { content } }));
      await world.settle();
      world.expect(known, 1);
      return {
        run: async ({ call }) =>
          succeed(await call('POST', `/api/kb/training-data/${id}/revert`, { version: 1 })),
        again: 'ask',
      };
    },
  },
  {
    name: 'send pages into review, and approve them',
    prepare: async (world) => {
      const [known, fresh] = [world.key(1), world.key(2)];
      await world.givenLive({ [known]: 1 });
      world.expect(known, 2);
      world.expect(fresh, 1);
      let reviews: string[] = [];
      return {
        run: async ({ call }) => {
          const body = { pages: [pageOf(known, 2), pageOf(fresh, 1)], review: true };
          const headers = { 'idempotency-key': `${world.scope}-s` };
          if (reviews.length === 0)
            reviews = succeed(await call('POST', kb('store-pages', world), body, headers))[
              'review_ids'
            ] as string[];
          for (const id of reviews) succeed(await call('POST', `/api/kb/review-data/${id}/approve`));
        },
        again: 'ask',
      };
    },
  },
  {
    name: 'submit a new text and a change, and approve both',
    prepare: async (world) => {
      const [known, fresh] = [world.key(1), world.key(2)];
      const [id = ''] = await world.givenLive({ [known]: 1 });
      const { other } = world.system;
      world.expect(known, 2);
      // Its page has no id of the ledger's, but a text of it that an approval left before its page is known.
      world.expect(fresh, 0);
      let review = '';
      return {
        run: async ({ call }) => {
          const review_data = { articles: [pageOf(fresh, 1).content, id], notes: [] };
          review ||= succeed(
            await call(
              'POST',
              kb('review-data', world),
              { review_data },
              { 'idempotency-key': `${world.scope}-r` },
            ),
          )['review_id'] as string;
          const edited = { articles: [null, pageOf(known, 2).content] };
          succeed(await call('POST', `/api/kb/review-data/${review}/approve`, edited));
        },
        again: 'ask',
        holds: async () => {
          const found = await other.documents.pages.find(world.scope, {
            where: { deleted_at: null },
            limit: 10,
          });
          const made = found.filter(({ source }) => source === 'review');
          demand(made.length === 1, `an approved text is ${made.length} pages`);
          demand(made[0]?.status === 'live', `an approved text is ${made[0]?.status}`);
          // The checker identifies pages by an id of its own, which this one does not have.
          succeed(await other.call('DELETE', `/api/kb/training-data/${made[0]?.id}`));
          await world.settle();
        },
      };
    },
  },
  {
    name: 'ask for changes, submit again, reject',
    prepare: async (world) => {
      const { other } = world.system;
      let review = '';
      const articles = [pageOf(world.key(1), 1).content];
      return {
        run: async ({ call }) => {
          const headers = { 'idempotency-key': `${world.scope}-r` };
          review ||= succeed(
            await call('POST', kb('review-data', world), { review_data: { articles, notes: [] } }, headers),
          )['review_id'] as string;
          const state = async () =>
            (
              succeed(await other.call('GET', `/api/kb/review-data/${review}`))['review_data'] as {
                state: string;
              }
            ).state;
          if ((await state()) === 'pending')
            succeed(await call('POST', `/api/kb/review-data/${review}/request-changes`, { note: 'longer' }));
          const again = { id: review, articles: [`${articles[0]} More.`], notes: [] };
          if ((await state()) === 'changes_requested')
            succeed(await call('POST', kb('review-data', world), { review_data: again }));
          succeed(await call('POST', `/api/kb/review-data/${review}/reject`, {}));
        },
        again: 'ask',
        holds: async () => {
          const row = await other.documents.submissions.get(world.scope, review);
          demand(row?.state === 'rejected', `a rejected submission is ${row?.state}`);
        },
      };
    },
  },
];

const personas: Scenario[] = [
  {
    name: 'create a persona, change it, keep prompts in it',
    prepare: async (world) => {
      const { other } = world.system;
      let id = '';
      const headers = { 'idempotency-key': newId('req') };
      return {
        run: async ({ call }) => {
          const instance_data = { name: 'Bo', description: 'Keeps bees.', configuration: {} };
          id ||= succeed(await call('POST', '/api/admin/instance', { instance_data }, headers))[
            'instance_id'
          ] as string;
          const data = { topics: ['tea'], save: true };
          succeed(await call('POST', `/api/kb/auto-generate-prompts?instance_id=${id}`, { data }));
          const change = { instance_data: { name: 'Bob' }, default: true };
          succeed(await call('PATCH', `/api/instance/${id}`, change));
        },
        again: 'ask',
        holds: async () => {
          demand(
            (await other.documents.instances.get(installScope, id))?.name === 'Bob',
            'a persona is not as it was made',
          );
          const named = await other.documents.instances.find(installScope, { limit: 1000 });
          demand(
            named.filter(({ description }) => description === 'Keeps bees.').length === 1,
            'a persona was made twice',
          );
          succeed(await other.call('DELETE', `/api/instance/${id}`));
          await world.settle();
          await other.documents.instances.remove(installScope, [id]);
          await other.documents.settings.remove(installScope, ['default_instance']);
        },
      };
    },
  },
  {
    name: 'delete a persona',
    prepare: async (world) => {
      await world.givenLive({ [world.key(1)]: 1 });
      return {
        run: async ({ call }) => {
          const gone = await call('DELETE', `/api/instance/${world.scope}`);
          if (gone.status !== 404) succeed(gone);
        },
        again: 'ask',
        holds: async () => {
          const row = await world.system.other.documents.instances.get(installScope, world.scope);
          demand(row?.purged_at !== null, 'a deleted persona is not purged');
          demand((await world.system.other.search.stats(world.scope)).pages === 0, 'its index is left');
        },
      };
    },
  },
  {
    name: 'make a key and revoke it',
    prepare: async (world) => {
      const { other } = world.system;
      let id = '';
      return {
        run: async ({ call }) => {
          const limited = { name: 'once', scopes: ['admin'], instance_ids: [world.scope] };
          const made = succeed(await call('POST', '/api/admin/keys', limited));
          id = made['key_id'] as string;
          succeed(await call('DELETE', `/api/admin/keys/${id}`));
          const unlimited = { name: 'once', scopes: ['admin'] };
          const more = succeed(await call('POST', '/api/admin/keys', unlimited));
          succeed(await call('DELETE', `/api/admin/keys/${more['key_id'] as string}`));
        },
        again: 'ask',
        holds: async () =>
          demand((await other.documents.keys.get(installScope, id))?.revoked_at !== null, 'a key lives'),
      };
    },
  },
];

export const requests: readonly Scenario[] = [...pages, ...streams, ...reviews, ...personas, ...keys];
