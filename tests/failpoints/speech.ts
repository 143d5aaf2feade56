import { Readable } from 'node:stream';
import { blobFolder, blobKey } from '@persona/blobs';
import { newId, type Message, type Scope, type SpokenAnswer } from '@persona/contracts';
import { speechKey } from '@persona/domain';
import { tempFolder } from '@persona/testing';
import { makeMedia } from '../../services/media-worker/src/testing/media.ts';
import { givenChat } from './chats.ts';
import { givenMedia } from './media.ts';
import { demand, takeJob, workOn, type Scenario } from './scenario.ts';
import { succeed, type World } from './world.ts';

/** A tone that is heard for two seconds, made when it is first needed. */
let tone: Buffer | undefined;

/** An answer that cites a recording, which nobody has heard yet. */
async function givenAnswer(world: World): Promise<Message> {
  const { other } = world.system;
  const { scope } = world;
  using folder = tempFolder();
  tone ??= await makeMedia(`${folder.path}/tone.wav`, '-f lavfi -i sine=d=2 -c:a pcm_s16le');
  const id = newId('voi');
  const key = blobKey(scope, id, 'voice.wav');
  const put = await other.blobs.put(key, Readable.from([tone]));
  const rendition = { name: 'voice.wav', blob_key: key, content_type: 'audio/wav', ...put, measured: {} };
  const original = { blob_key: blobKey(scope, id, 'original.bin'), bytes: 0, sha256: '' };
  await givenMedia(world, tone, { id, original, state: 'ready', renditions: [rendition] });
  world.recordings.push(id);
  const chat_id = await givenChat(world);
  const found = await other.documents.messages.find(scope, { where: { chat_id }, limit: 10 });
  const answer = found.find(({ role }) => role === 'assistant');
  if (!answer) throw new Error('A chat without an answer.');
  const locator = { start: 0, end: 4, headings: [], media_id: id, start_ms: 500, end_ms: 1500 };
  world.expect(world.key(1), 1);
  const page = (await world.givenLive({ [world.key(1)]: 1 }))[0] ?? '';
  const citation = { index: 1, td_id: page, version: 1, title: '', quote: 'Here.', score: 1, metadata: {} };
  const citations = [{ ...citation, spans: [{ start: 0, end: 5 }], locator }];
  const cited = await other.documents.messages.update(scope, answer.id, { set: { citations } });
  if (!cited) throw new Error('The answer is gone.');
  return cited;
}

const askedFor = async (world: World, answer: Message): Promise<void> => {
  await world.system.other.domain.askForSpeech(world.scope, answer, { model: 'scripted' });
};
const filesOf = async ({ system: { other } }: World, scope: Scope, chatId: string): Promise<number> =>
  (await other.blobs.list(blobFolder(scope, chatId))).blobs.length;

/** The same answer as a worker leaves it that has spoken it. */
async function givenSpoken(world: World): Promise<Message> {
  const { other } = world.system;
  const answer = await givenAnswer(world);
  const file = async (name: string) => {
    const blob_key = speechKey(world.scope, answer, name);
    const put = await other.blobs.put(blob_key, Readable.from([Buffer.from(name)]));
    return { name, blob_key, content_type: 'audio/mp4', ...put, measured: {} };
  };
  const now = new Date().toISOString();
  const ready: SpokenAnswer = {
    state: 'ready',
    source: 'recording',
    audio: await file('reply.m4a'),
    captions: await file('reply.vtt'),
    media_ids: [answer.citations[0]?.locator?.media_id ?? ''],
    starts: 1,
    error: null,
    asked_at: now,
    finished_at: now,
  };
  const set = { speech: ready, speech_of: 'its words' };
  await other.documents.messages.update(world.scope, answer.id, { set });
  return answer;
}

/** Answers that are heard. */
export const speech: readonly Scenario[] = [
  {
    name: 'ask to hear an answer, twice at once',
    prepare: async (world) => {
      const { documents } = world.system.other;
      const cited = await givenAnswer(world);
      // Nothing of it is left to say, so that making it takes no time.
      const silent = { text: '', citations: [] };
      const answer = (await documents.messages.update(world.scope, cited.id, { set: silent })) ?? cited;
      return {
        run: async ({ domain }) => {
          const ask = () => domain.askForSpeech(world.scope, answer, { model: 'scripted' });
          for (const asked of await Promise.all([ask(), ask()]))
            demand(asked?.speech?.state === 'making', 'an answer is not being spoken');
        },
        again: 'ask',
        holds: async () => {
          await world.settle();
          const now = await documents.messages.get(world.scope, answer.id);
          demand(now?.speech?.error?.code === 'not_found', `an answer is ${now?.speech?.state}`);
        },
      };
    },
  },
  {
    name: 'speak an answer',
    slow: true,
    prepare: async (world) => {
      const answer = await givenAnswer(world);
      await askedFor(world, answer);
      return {
        ...workOn(takeJob(world, 'message.speak')),
        holds: async () => {
          const { documents } = world.system.other;
          // Where the queue has lost it, whoever wants to hear it asks again.
          const left = await documents.messages.get(world.scope, answer.id);
          if (left) await askedFor(world, left);
          await world.settle();
          const now = await documents.messages.get(world.scope, answer.id);
          demand(now?.speech?.state === 'ready', `an answer is ${now?.speech?.state}`);
          const files = await filesOf(world, world.scope, answer.chat_id);
          demand(files === 2, `an answer that was spoken has ${files} files`);
        },
      };
    },
  },
  {
    name: 'speak an answer whose chat is deleted meanwhile',
    slow: true,
    prepare: async (world) => {
      const answer = await givenAnswer(world);
      await askedFor(world, answer);
      const job = takeJob(world, 'message.speak');
      const { other } = world.system;
      return {
        run: async (services) => {
          const remove = services.call('DELETE', `/api/persona/chats/${answer.chat_id}`);
          const [, reply] = await Promise.all([services.work(job), remove]);
          succeed(reply);
        },
        again: job,
        holds: async () => {
          succeed(await other.call('DELETE', `/api/persona/chats/${answer.chat_id}`));
          await other.work(job);
          await world.settle();
          const files = await filesOf(world, world.scope, answer.chat_id);
          demand(files === 0, 'what was heard of a deleted chat is left');
        },
      };
    },
  },
  {
    name: 'delete the page that a spoken answer quotes',
    prepare: async (world) => {
      const answer = await givenSpoken(world);
      const page = answer.citations[0]?.td_id ?? '';
      succeed(await world.system.other.call('DELETE', `/api/kb/training-data/${page}`));
      world.expect(world.key(1), 0);
      return {
        ...workOn(takeJob(world, 'page.purge')),
        holds: async () => {
          const now = await world.system.other.documents.messages.get(world.scope, answer.id);
          demand((now?.speech ?? null) === null, 'words of a purged page are heard');
          const files = await filesOf(world, world.scope, answer.chat_id);
          demand(files === 0, 'what was heard of a purged page is left');
        },
      };
    },
  },
  {
    name: 'delete the recording that a spoken answer is made of',
    prepare: async (world) => {
      const answer = await givenSpoken(world);
      const id = answer.citations[0]?.locator?.media_id ?? '';
      world.recordings.splice(world.recordings.indexOf(id), 1);
      succeed(await world.system.other.call('DELETE', `/api/admin/voice/${id}`));
      return {
        ...workOn(takeJob(world, 'media.purge')),
        holds: async () => {
          const files = await filesOf(world, world.scope, answer.chat_id);
          demand(files === 0, 'what was heard of a deleted recording is left');
        },
      };
    },
  },
];
