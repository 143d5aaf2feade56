/**
 * Erasure: everything that a deletion does, in each store. One file a subject; each reads from top to bottom
 * in the order of what happens:
 *
 * 1. Tombstone. One compare-and-set write sets `deleted_at`, drops the words of the row and raises its
 *    version, so that no worker that read the row before can write to it. The caller is answered once this is
 *    committed.
 * 2. Readers stop. Every list and read leaves out what has `deleted_at`; the live-version filter drops its
 *    passages; `shownMessages` leaves it out of answers that quote it, `tellsOfDeleted` keeps replies back
 *    that tell of it.
 * 3. Purge. A queue job (for a chat the request itself, then the sweep) removes the rest, one store after the
 *    other: the index, texts and files, then what others hold of its words (messages, submissions, kept
 *    replies). Each step may be repeated, and be the last one before a crash; a sweep finds the tombstones
 *    that are not purged, and has it all done again.
 * 4. Hard delete last. The store overwrites what it keeps of its last writes, and only then the tombstone
 *    says that the purge is done (`purged_at`; of a chat, no `busy_until`). The row stays, without words. Of
 *    a deleted persona all other rows go.
 */
export { deleteChat, purgeChats, removeTurn } from './erase-chat.ts';
export { deleteMedia, purgeMedia, removeLateFiles, requeueMediaPurge } from './erase-media.ts';
export { deletePages, purgePages, removeBodies, requeuePagePurge, retireStreamPages } from './erase-page.ts';
export { deleteInstance, enqueueInstancePurge, purgeInstance, repurgeIfDeleted } from './erase-persona.ts';
export { forgetDeletedPages } from './forget-pages.ts';
export { tellsOfDeleted } from './kept-replies.ts';
export { shownMessage, shownMessages } from './shown-messages.ts';
