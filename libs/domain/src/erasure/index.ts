/**
 * Erasure: everything that a deletion does, in each store. There is one file for each subject; each reads
 * from top to bottom in the order of what happens:
 *
 * 1. Tombstone. One compare-and-set write sets `deleted_at`, drops the words of the row and raises its
 *    version, so that a worker that read the row before can't write to it. The caller is answered when this
 *    is committed.
 * 2. Readers stop. Every list and read leaves out rows with `deleted_at`; the live-version filter drops their
 *    passages; `shownMessages` removes them from answers that quote them, and `revealsDeleted` withholds kept
 *    replies that mention them.
 * 3. Purge. A queue job (for a chat the request itself, then the sweep) removes the rest, one store after the
 *    other: passages, texts and files, then what other rows quote (messages, submissions, kept replies). Each
 *    step may be repeated, and may be the last one before a crash; a sweep finds the tombstones that are not
 *    purged and repeats it all.
 * 4. Hard delete last. The store overwrites what it keeps of its last writes, and only then the tombstone
 *    says that the purge is done (`purged_at`; for a chat, no `busy_until`). The row stays, without words.
 *    All other rows of a deleted persona are removed.
 */
export { deleteChat, purgeChats, removeTurn } from './erase-chat.ts';
export { deleteMedia, purgeMedia, removeLateFiles, requeueMediaPurge } from './erase-media.ts';
export { deletePages, purgePages, removeBodies, requeuePagePurge, retireStreamPages } from './erase-page.ts';
export { deleteInstance, enqueueInstancePurge, purgeInstance, repurgeIfDeleted } from './erase-persona.ts';
export { eraseUser } from './erase-user.ts';
export { forgetDeletedPages } from './forget-pages.ts';
export { revealsDeleted } from './kept-replies.ts';
export { shownMessage, shownMessages } from './shown-messages.ts';
