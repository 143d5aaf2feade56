import { newId } from '@persona/contracts';
import { demand, type Scenario } from './scenario.ts';
import type { Services } from './system.ts';
import { succeed, type World } from './world.ts';

/** A conversation with one question and its answer; returns its id. */
export async function givenChat({ system: { other }, scope }: World): Promise<string> {
  const turn = { instance_id: scope, message: 'Who keeps the lamp?', message_id: newId('req') };
  return succeed(await other.chat(turn))['chat_id'] as string;
}

/** Each question is there once and is answered once. */
async function messagesOf({ system: { other }, scope }: World): Promise<string[]> {
  const rows = await other.documents.messages.find(scope, { limit: 100 });
  return rows.toSorted((a, b) => a.n - b.n).map(({ role }) => role);
}

export const chats: readonly Scenario[] = [
  {
    name: 'ask in a new chat, then go on in it',
    prepare: async (world) => {
      const [first, second] = [newId('req'), newId('req')];
      return {
        run: async ({ chat }: Services) => {
          const turn = { instance_id: world.scope, message: 'Who keeps the lamp?', message_id: first };
          const { chat_id } = succeed(await chat(turn)) as { chat_id: string };
          succeed(await chat({ ...turn, chat_id, message: 'And in winter?', message_id: second }));
        },
        again: 'ask',
        holds: async () => {
          const said = await messagesOf(world);
          demand(
            said.join() === 'user,assistant,user,assistant',
            `a chat of two questions holds ${said.join()}`,
          );
          const found = await world.system.other.documents.chats.find(world.scope, { limit: 10 });
          demand(
            found.length === 1 && found[0]?.busy_with === null,
            `one chat is ${found.length}, ${found[0]?.busy_with}`,
          );
        },
      };
    },
  },
  {
    name: 'ask in a chat that is deleted meanwhile',
    prepare: async (world) => {
      const { other } = world.system;
      const chat_id = await givenChat(world);
      return {
        run: async ({ chat, call }: Services) => {
          const turn = {
            instance_id: world.scope,
            chat_id,
            message: 'And in winter?',
            message_id: newId('req'),
          };
          const [asked] = await Promise.all([chat(turn), call('DELETE', `/api/persona/chats/${chat_id}`)]);
          if (asked.status !== 404) succeed(asked);
        },
        again: 'ask',
        holds: async () => {
          succeed(await other.call('DELETE', `/api/persona/chats/${chat_id}`));
          await world.settle();
          demand((await messagesOf(world)).length === 0, 'a deleted chat has messages');
        },
      };
    },
  },
  {
    name: 'ask by events, and go on after a lost one',
    prepare: async (world) => {
      const turn = { instance_id: world.scope, message: 'Who keeps the lamp?' };
      const first = await world.system.other.tell(turn);
      const [last_event_id = ''] = /(?<=^id: ).*$/m.exec(first.text) ?? [];
      return {
        run: async ({ tell }: Services) => {
          const reply = await tell({ ...turn, last_event_id });
          succeed(reply);
          demand(reply.text.includes('event: done'), 'a stream has no end');
        },
        again: 'ask',
        holds: async () => {
          const said = await messagesOf(world);
          demand(said.join() === 'user,assistant', `a chat of one question holds ${said.join()}`);
        },
      };
    },
  },
  {
    name: 'end an answer that another process is making',
    prepare: async (world) => {
      const { other } = world.system;
      const id = await givenChat(world);
      const busy_until = new Date(Date.now() + 3_600_000).toISOString();
      await other.documents.chats.update(world.scope, id, { set: { busy_with: 'msg_x', busy_until } });
      return {
        run: async ({ call, cancelTurn }: Services) => {
          succeed(await cancelTurn({ instance_id: world.scope, chat_id: id, pinned_user_id: null }));
          // As its caller requests it, possibly too late.
          succeed(await call('POST', `/api/kb/v2/chat/${id}/cancel`));
        },
        again: 'ask',
        holds: async () => {
          const chat = await other.documents.chats.get(world.scope, id);
          demand(
            Date.parse(chat?.busy_until ?? '') === 0,
            `an ended answer is made until ${chat?.busy_until}`,
          );
        },
      };
    },
  },
  {
    name: 'send a question again, of a chat that was deleted since',
    prepare: async (world) => {
      const { other } = world.system;
      const chat_data = { instance_id: world.scope, user_id: 'ann', message: 'Who keeps the lamp?' };
      const headers = { 'idempotency-key': newId('req') };
      const said = succeed(await other.call('POST', '/api/kb/v2/chat', { chat_data }, headers));
      succeed(await other.call('DELETE', `/api/persona/chats/${said['chat_id'] as string}`));
      return {
        run: async ({ call }: Services) => {
          const reply = await call('POST', '/api/kb/v2/chat', { chat_data }, headers);
          if (reply.status !== 404) succeed(reply);
          demand(reply.status === 404, 'what was said in a deleted chat is told again');
        },
        again: 'ask',
      };
    },
  },
  {
    name: 'delete a chat',
    prepare: async (world) => {
      const chat_id = await givenChat(world);
      return {
        run: async ({ call }: Services) => succeed(await call('DELETE', `/api/persona/chats/${chat_id}`)),
        again: 'ask',
        holds: async () => demand((await messagesOf(world)).length === 0, 'a deleted chat has messages'),
      };
    },
  },
  {
    name: 'erase a user',
    prepare: async (world) => {
      const { documents } = world.system.other;
      const { user_id } = (await documents.chats.get(world.scope, await givenChat(world))) ?? { user_id: '' };
      return {
        run: async ({ call }: Services) =>
          succeed(await call('DELETE', `/api/users/${user_id}?instance_id=${world.scope}`)),
        again: 'ask',
        holds: async () => {
          demand((await messagesOf(world)).length === 0, 'an erased user has messages');
          demand(
            (await documents.chats.count(world.scope, { user_id })) === 0,
            'a chat still says whose it was',
          );
        },
      };
    },
  },
  {
    name: 'rate an answer and correct it',
    prepare: async (world) => {
      const { documents } = world.system.other;
      const chat_id = await givenChat(world);
      const [answer] = await documents.messages.find(world.scope, { where: { chat_id, n: 1 }, limit: 1 });
      const correction = 'The lamp is kept by Ilse.';
      return {
        run: async ({ call }: Services) =>
          succeed(
            await call('POST', `/api/persona/messages/${answer?.id}/feedback`, {
              rating: 'down',
              correction,
            }),
          ),
        again: 'ask',
        holds: async () => {
          const made = await documents.submissions.find(world.scope, { limit: 10 });
          const rated = await documents.messages.get(world.scope, answer?.id ?? '');
          demand(made.length === 1, `a correction is ${made.length} submissions`);
          demand(rated?.feedback?.review_id === made[0]?.id, 'an answer does not know its correction');
        },
      };
    },
  },
  {
    name: 'take a user’s data along',
    prepare: async (world) => {
      await givenChat(world);
      return {
        run: async ({ call }: Services) => {
          const reply = await call('GET', `/api/users/ann/export?instance_id=${world.scope}`);
          succeed(reply);
          demand(reply.text.includes('"kind":"end"'), 'an archive is not whole');
        },
        again: 'ask',
      };
    },
  },
];
