import { blobFolder, blobKey, type BlobFolder, type BlobStore } from '@persona/blobs';
import type { BlobKey, Message, Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';

interface Stores {
  documents: Pick<DocumentStore, 'messages'>;
  blobs: BlobStore;
}

type Place = Pick<Message, 'id' | 'chat_id'>;

const READ_BATCH_SIZE = 200;

/** Where the files of an answer's speech are: below those of its chat, with which they go. */
const speechFolder = (scope: Scope, { id, chat_id }: Place): BlobFolder => blobFolder(scope, chat_id, id);

/** The key of a file of an answer's speech. */
export const speechKey = (scope: Scope, { id, chat_id }: Place, name: string): BlobKey =>
  blobKey(scope, chat_id, id, name);

/** Removes what is heard of a chat whose messages are gone. Safe to repeat. */
export const removeSpeechOfChat = (
  { blobs }: Pick<Stores, 'blobs'>,
  scope: Scope,
  chatId: string,
): Promise<void> => blobs.removePrefix(blobFolder(scope, chatId));

/** What a message is without its speech. */
export const UNSPOKEN = { speech: null, speech_of: null } as const;

/** Removes the files of answers whose rows name none any more. Safe to repeat. */
export async function removeSpeechFiles(
  { blobs }: Pick<Stores, 'blobs'>,
  scope: Scope,
  answers: readonly Place[],
): Promise<void> {
  for (const answer of answers) await blobs.removePrefix(speechFolder(scope, answer));
}

/**
 * Removes the files of an answer's speech that its row does not name: of words that it said before, and all
 * of them when it is gone. While it is being spoken nothing is removed, because its row names nothing yet.
 */
export async function removeOldSpeech(
  { documents, blobs }: Stores,
  scope: Scope,
  answer: Place,
): Promise<void> {
  // Listed first: what is put from now on belongs to a later start, which the row shows.
  const { blobs: found } = await blobs.list(speechFolder(scope, answer));
  if (found.length === 0) return;
  const now = await documents.messages.get(scope, answer.id);
  if (now?.speech?.state === 'making') return;
  const named = new Set([now?.speech?.audio?.blob_key, now?.speech?.captions?.blob_key]);
  for (const { key } of found) if (!named.has(key)) await blobs.remove(key);
}

/** Forgets every answer that was spoken by a recording or a voice that is deleted. Safe to repeat. */
export async function forgetRecording(
  { documents, blobs }: Stores,
  scope: Scope,
  mediaId: string,
): Promise<void> {
  let after: { value: string; id: string } | undefined;
  for (;;) {
    const found = await documents.messages.find(scope, { after, limit: READ_BATCH_SIZE });
    const last = found.at(-1);
    if (!last) return;
    after = { value: last.id, id: last.id };
    const speaking = found.filter(({ speech }) => speech?.media_ids.includes(mediaId));
    if (speaking.length === 0) continue;
    await documents.messages.updateMany(
      scope,
      speaking.map(({ id, speech_of = null }) => ({ id, where: { speech_of }, set: UNSPOKEN })),
    );
    for (const answer of speaking) await removeOldSpeech({ documents, blobs }, scope, answer);
  }
}
